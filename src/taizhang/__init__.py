"""Taizhang reads Chinese local-government work reports into facts with a source."""
