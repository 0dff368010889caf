# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""resources/web/openapi.json, and whether requests and answers are as it says."""

import json
import os
import re
from typing import NamedTuple

import jsonschema

DESCRIPTION = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "web",
                           "openapi.json")
METHODS = ("get", "post", "put", "delete")


class Answer(NamedTuple):
    status: int
    headers: list  # of pairs
    body: bytes

    def header(self, name):
        """None: there is none; of several the last one."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return found[-1] if found else None

    def media_type(self):
        return (self.header("Content-Type") or "").partition(";")[0]

    def json(self):
        return json.loads(self.body)


class Operation(NamedTuple):
    method: str
    path: str  # with {names}
    content: dict

    def access(self):
        return self.content["x-access"]

    def is_api(self):
        return self.path.startswith("/api/") or self.path == "/metrics"


class Description:
    def __init__(self):
        with open(DESCRIPTION, encoding="utf-8") as file:
            self.document = json.load(file)
        self.operations = [Operation(method.upper(), path, content)
                           for path, methods in self.document["paths"].items()
                           for method, content in methods.items()]

    def resolve(self, thing):
        while "$ref" in thing:
            target = self.document
            for part in thing["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            thing = target
        return thing

    def validate(self, value, schema):
        """Raises jsonschema.ValidationError."""
        whole = {"components": self.document["components"], **schema}
        jsonschema.Draft202012Validator(whole).validate(value)

    def find(self, method, path):
        """The operation that answers; None: there is none."""
        path = path.partition("?")[0]
        fitting = [operation for operation in self.operations if operation.method == method
                   and re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(operation.path)), path)]
        return min(fitting, key=lambda operation: operation.path.count("{"), default=None)

    def check_request(self, operation, media_type, value):
        """That one may send this."""
        schema = operation.content["requestBody"]["content"][media_type]["schema"]
        self.validate(value, schema)

    def check_answer(self, method, path, answer):
        """That this is one of the answers that are described."""
        operation = self.find("GET" if method == "HEAD" else method, path)
        if operation is None:
            assert answer.status in (404, 405), f"{method} {path} is not described: {answer}"
            return self.validate(answer.json(), {"$ref": "#/components/schemas/Error"})
        where = f"{method} {path}: {answer}"
        assert str(answer.status) in operation.content["responses"], f"not described: {where}"
        described = self.resolve(operation.content["responses"][str(answer.status)])
        self.check_headers(described.get("headers", {}), answer, where)
        if method != "HEAD":
            self.check_content(described.get("content"), answer, where)
        return None

    def check_headers(self, headers, answer, where):
        for name, header in headers.items():
            header = self.resolve(header)
            value = answer.header(name)
            assert value is not None or not header.get("required"), f"no {name}: {where}"
            if value is not None and header["schema"].get("type") != "integer":
                self.validate(value, header["schema"])

    def check_content(self, content, answer, where):
        if content is None:
            assert not answer.body, f"has a body: {where}"
            return
        media = content.get(answer.media_type(), content.get("*/*"))
        assert media, f"another type: {where}"
        if answer.media_type() == "application/json":
            self.validate(answer.json(), media["schema"])
