"""Sends what schemathesis makes up for each operation of the API document in the name of everybody who may ask.

    strangers_by_role.py ADDRESS MATRIX [PATH] < TOKENS

TOKENS is a JSON object: for a column of the matrix of access, what its bearer shows; null for a guest. No answer may be
a server error, or of a status, type, header or shape that the document doesn't name; and where the matrix says that
somebody may do nothing, the answer is no. With PATH, nothing else is asked. Ends with a line of JSON: how many answers
each got, and what was wrong.
"""

import collections
import json
import sys

import hypothesis
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

# Made up for each operation; all who ask send the same.
EXAMPLES = 2

# It ends the session by which the next operation is asked.
LEFT_OUT = {("DELETE", "/v1/session")}


def closed(path):
    """By column: methods and paths that are closed to it."""
    with open(path, encoding="utf-8") as file:
        rows = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return {
        name: {(row[0], row[1]) for row in rows[1:] if row[place + 2] == "-"} for place, name in enumerate(rows[0])
    }


def main():
    address, matrix, *only = sys.argv[1:]
    tokens, shut = json.load(sys.stdin), closed(matrix)
    answers, faults = collections.Counter(), []
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")

    def ask(case, name, token):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(headers=headers)
        answers[name] += 1
        try:
            case.validate_response(response, checks=PROMISES)
        except Exception as fault:
            faults.append(f"{name} {case.method} {case.operation.path}: {fault}"[:1500])
        if (case.method.upper(), case.operation.path) in shut[name] and response.status_code not in (401, 403, 404):
            faults.append(f"{name} may not {case.method} {case.operation.path}: {response.status_code}")

    def walk(operation):
        @hypothesis.settings(
            max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
            phases=[hypothesis.Phase.generate], suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(operation.as_strategy())
        def send(case):
            for name, token in tokens.items():
                ask(case, name, token)

        send()

    for result in schema.get_all_operations():
        operation = result.ok()
        if only and operation.path not in only:
            continue
        if (operation.method.upper(), operation.path) not in LEFT_OUT:
            walk(operation)
    print(json.dumps({"answers": answers, "faults": faults}))


main()
