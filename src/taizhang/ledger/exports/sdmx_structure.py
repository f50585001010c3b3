"""The data structure of SDMX exports: codes as they are met, and the structure message (SDMX-JSON 2.0) that names them.

Codes of SDMX are letters, digits, _ and -: indicators and organisations are known by their ids in the ledger, units by
`data/sdmx.toml`; the code lists give the Chinese names.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.wording import whole_name
from taizhang.wordlists import load

__all__ = ["Codes", "structure"]

_DATA = load("ledger", "sdmx.toml")
_UNKNOWN: dict[str, str] = _DATA["unknown"]
_AGENCY, _VERSION = _DATA["agency"], _DATA["version"]
_CODED = {
    "REF_AREA": "CL_AREA", "ORG": "CL_ORG", "INDICATOR": "CL_INDICATOR", "ROLE": "CL_ROLE", "STATUS": "CL_STATUS",
    "UNIT_MEASURE": "CL_UNIT", "OBS_STATUS": "CL_OBS_STATUS", "MODIFIER": "CL_MODIFIER",
}  # fmt: skip
_TYPES = {
    "FACT": "String", "TIME_PERIOD": "ObservationalTimePeriod", "OBS_VALUE": "Double", "UNIT_MULT": "Integer",
    "DECIMALS": "Integer", "SUBJECT": "String", "QUOTE": "String", "SOURCE_FILE": "String",
}  # fmt: skip
_DIMENSIONS = ("REF_AREA", "ORG", "INDICATOR", "ROLE", "STATUS", "FACT")
_ATTRIBUTES = ("UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS", "DECIMALS", "MODIFIER", "SUBJECT", "QUOTE", "SOURCE_FILE")


class Codes:
    """The codes that an export used, with their names."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[str, str]] = {name: {} for name in ("CL_AREA", "CL_ORG", "CL_INDICATOR", "CL_UNIT")}
        self._units: dict[str, str] = {}

    def area(self, region: str | None, place: str | None) -> str:
        """Give the code of a place: that of GB/T 2260 where it is known."""
        code = region or "_U"
        self.lists["CL_AREA"].setdefault(code, place or code if region else _UNKNOWN[code])
        return code

    def organisation(self, pk: int | None, place: str | None, name: str | None) -> str:
        """Give the code of an organisation."""
        code = f"O{pk}" if pk is not None else "_U"
        if code not in self.lists["CL_ORG"]:
            self.lists["CL_ORG"][code] = whole_name(name, place) if name else _UNKNOWN["_U"]
        return code

    def indicator(self, pk: int, name: str) -> str:
        """Give the code of an indicator."""
        code = f"I{pk}"
        self.lists["CL_INDICATOR"].setdefault(code, name)
        return code

    def unit(self, unit: str) -> str:
        """Give the code of a base unit."""
        if unit not in self._units:
            code = _DATA["units"].get(unit) or f"U_{unit.encode('utf-8', 'backslashreplace').hex().upper()}"
            self._units[unit] = code
            self.lists["CL_UNIT"].setdefault(code, unit or _UNKNOWN["_Z"])
        return self._units[unit]

    def all(self) -> dict[str, dict[str, str]]:
        """Give every code list, those too that are the same in each export."""
        fixed = {
            "CL_ROLE": {code.upper(): name for code, name in LABELS["role"].items()},
            "CL_STATUS": {code.upper(): name for code, name in LABELS["status"].items()},
            "CL_MODIFIER": {
                code.upper(): name or "确数" for code, name in LABELS["modifier"].items() if code != "range"
            },
            "CL_OBS_STATUS": dict(_DATA["obs_status"]),
        }
        return self.lists | fixed


def structure(codes: Codes) -> dict[str, Any]:
    """Give the structure message: concepts, code lists, the data structure and its dataflow."""
    now = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    lists = [_item(name, name, codes=_coded(values)) for name, values in codes.all().items()]
    concepts = [{"id": code, **_named(name)} for code, name in _DATA["concepts"].items()]
    flow = _item(_DATA["id"], _DATA["name"], structure=_urn("datastructure.DataStructure", _DATA["id"]))
    return {
        "meta": {
            "schema": "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/"
            "2.0.0/sdmx-json-structure-schema.json",
            "id": f"TAIZHANG-{now[:10]}", "prepared": now, "test": False, "sender": {"id": _AGENCY},
            "contentLanguages": ["zh"],
        },
        "data": {
            "conceptSchemes": [_item("CONCEPTS", "概念", concepts=concepts)],
            "codelists": lists,
            "dataStructures": [_item(_DATA["id"], _DATA["name"], dataStructureComponents=_components())],
            "dataflows": [flow],
        },
    }  # fmt: skip


def _item(code: str, name: str, **rest: Any) -> dict[str, Any]:
    return {"id": code, "agencyID": _AGENCY, "version": _VERSION, **_named(name), **rest}


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "names": {"zh": name}}


def _coded(values: dict[str, str]) -> list[dict[str, Any]]:
    return [{"id": code, **_named(name)} for code, name in sorted(values.items())]


def _components() -> dict[str, Any]:
    dimensions = [_component(code, position=n) for n, code in enumerate(_DIMENSIONS)]
    attributes = [_component(code, usage="optional", attributeRelationship={"observation": {}}) for code in _ATTRIBUTES]
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": dimensions,
            "timeDimension": _component("TIME_PERIOD"),
        },
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
        "measureList": {"id": "MeasureDescriptor", "measures": [_component("OBS_VALUE", usage="optional")]},
    }


def _component(code: str, **rest: Any) -> dict[str, Any]:
    if code in _CODED:
        says: dict[str, Any] = {"enumeration": _urn("codelist.Codelist", _CODED[code])}
    else:
        says = {"format": {"dataType": _TYPES[code]}}
    concept = f"{_urn('conceptscheme.Concept', 'CONCEPTS')}.{code}"
    return {"id": code, "conceptIdentity": concept, "localRepresentation": says, **rest}


def _urn(kind: str, code: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={_AGENCY}:{code}({_VERSION})"
