"""The life of a version: judged, signed off, dated, recorded, tagged."""
