"""How the sentences of web pages and policies look: pointers, actions, verbs, telephone numbers."""

from __future__ import annotations

import re

MASKED = re.compile(r"\[email|email@|@example")
PHONE = re.compile(r"\+?\(?\d[\d().\s-]{6,}\d")
POINTER = re.compile(
    r"^\W*(?:(?:please\s+)?(?:see|read|click|visit|learn|find out|view|refer|check|go to)\b"
    r"|for (?:more|further|additional)\b"
    r"|(?:more|further|additional) (?:information|details)\b|to (?:learn"
    r"|find out|read|see) (?:more|about)\b|you can (?:find|read|learn|see|view)\b"
    r"|.{0,60}\b(?:available|found|described|explained|set out"
    r"|listed) (?:here|at|in|on|below|above)\b)|请(?:参阅|查看|点击)|详见",
    re.IGNORECASE,
)
ACTION = re.compile(
    r"opt|unsubscrib|request|contact|exercis|delet|withdraw|object|manage|control|complain|choice", re.IGNORECASE
)
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|may|will|can|must|shall|should|have|has|do|does|uses?|collects?|shares?|provides?|process|processes|contact"
    r"|receives?|disclose|appl(?:y|ies)|includes?|delete|keep|store|retain|sell|transfer|tell|notify|ask|give|encrypt|send|record|need|want|help"
    r"|analy[sz]e|combine|treat|require|offer|rely|work|make|take|protect|inform|publish|obtain|update|reserve)\b"
)
