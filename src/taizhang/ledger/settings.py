"""Django's settings for the ledger alone; the pages add theirs."""

from __future__ import annotations

from taizhang.ledger import where

INSTALLED_APPS = ["taizhang.ledger"]
DATABASES = {"default": where.find().database()}
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
