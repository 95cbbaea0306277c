"""The other notices that a policy promises: incident, end of service, an affiliate's new purpose, a new holder."""
