"""
Calls what was deployed and says what happened: the example's handlers do their work, and their role lets their code do exactly what was granted.

    prove.py STACK
    prove.py STACK gone     once it was deleted

Prints one line for each claim, and exits with 1 where one does not hold. With the emulator's enforcement off, the claims about denials have to
fail: deploy.ts runs it both ways.
"""
import io
import json
import os
import sys
import time
import zipfile
from pathlib import Path

import botocore.session

SESSION = botocore.session.get_session()
STACK = sys.argv[1]
failed = 0


def client(service):
    return SESSION.create_client(service)


def claim(what, holds, seen=""):
    global failed
    failed += 0 if holds else 1
    print(f"{'ok    ' if holds else 'FAILED'} {what}{'' if holds or not seen else f': {seen}'}", flush=True)


def resources():
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
    return {r["LogicalResourceId"]: r for page in pages for r in page["StackResourceSummaries"]}


STOCK = {} if sys.argv[2:] == ["gone"] else resources()


def physical(prefix, resource_type):
    """The one resource of a type whose logical id begins so."""
    (found,) = [r for i, r in STOCK.items() if i.startswith(prefix) and r["ResourceType"] == resource_type]
    return found["PhysicalResourceId"]


def call(function, event):
    answer = client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
    body = json.loads(answer["Payload"].read() or "null")
    if "FunctionError" in answer:
        raise RuntimeError(f"{function} failed: {body}")
    return body


def settings(function):
    return client("lambda").get_function_configuration(FunctionName=function)["Environment"]["Variables"]


def handlers_work(place_order, reconcile):
    table, queue = settings(place_order)["TABLE_NAME"], settings(place_order)["QUEUE_URL"]
    answer = call(place_order, {"body": json.dumps({"product": "book", "quantity": 2})})
    claim("PlaceOrder takes an order", answer["statusCode"] == 202, answer)
    claim("PlaceOrder refuses what is no order", call(place_order, {"body": "{}"})["statusCode"] == 400)
    items = client("dynamodb").scan(TableName=table)["Items"]
    claim("the order is stored, and signed with the secret", len(items) == 1 and len(items[0]["signature"]["S"]) == 64, items)
    lost = {**items[0], "placedAt": {"S": "2026-01-01T00:00:00.000Z"}}
    for item in (lost, {**lost, "id": {"S": "forged"}}):
        client("dynamodb").put_item(TableName=table, Item=item)
    handed_on = {"resent": 1, "refused": 1}
    claim("Reconcile hands on what was lost, and nothing that was forged", call(reconcile, {}) == handed_on)
    key = settings(reconcile)["SIGNING_KEY_ARN"]
    client("secretsmanager").put_secret_value(SecretId=key, SecretString="rotated" * 8)
    claim("Reconcile follows a rotation of the key", call(reconcile, {}) == handed_on)
    claim("the queue is the one of the template", queue.rsplit("/", 1)[-1] in physical("Queue", "AWS::SQS::Queue"), queue)


def become_probe(function):
    """The same function with other code: its role, environment and network stay."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("probe.py", (Path(__file__).parent / "probe.py").read_text())
    aws = client("lambda")
    aws.update_function_code(FunctionName=function, ZipFile=package.getvalue())
    aws.update_function_configuration(FunctionName=function, Runtime="python3.13", Handler="probe.handler")


def rights_hold(place_order):
    own = settings(place_order)
    secret = own["SIGNING_KEY_ARN"]
    secrets, sqs, dynamodb = client("secretsmanager"), client("sqs"), client("dynamodb")
    other_secret = secrets.create_secret(Name="somebody-elses", SecretString="x")["ARN"]
    other_queue = sqs.create_queue(QueueName="somebody-elses")["QueueUrl"]
    dynamodb.create_table(
        TableName="somebody-elses",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    failures = physical("PlaceOrderFail", "AWS::SQS::Queue")
    subnet = next(r["PhysicalResourceId"] for r in STOCK.values() if r["ResourceType"] == "AWS::EC2::Subnet")
    item = {"id": {"S": "probe"}}
    granted = [
        ["store in its table", "dynamodb", "put_item", {"TableName": own["TABLE_NAME"], "Item": item}],
        ["send to its queue", "sqs", "send_message", {"QueueUrl": own["QUEUE_URL"], "MessageBody": "x"}],
        ["read its secret", "secretsmanager", "get_secret_value", {"SecretId": secret}],
        ["report its failures", "sqs", "send_message", {"QueueUrl": failures, "MessageBody": "x"}],
    ]
    forbidden = [
        ["read from its table", "dynamodb", "get_item", {"TableName": own["TABLE_NAME"], "Key": item}],
        ["store in another table", "dynamodb", "put_item", {"TableName": "somebody-elses", "Item": item}],
        ["receive from its queue", "sqs", "receive_message", {"QueueUrl": own["QUEUE_URL"]}],
        ["send to another queue", "sqs", "send_message", {"QueueUrl": other_queue, "MessageBody": "x"}],
        ["read another secret", "secretsmanager", "get_secret_value", {"SecretId": other_secret}],
        ["change its secret", "secretsmanager", "put_secret_value", {"SecretId": secret, "SecretString": "x"}],
        ["make network interfaces", "ec2", "create_network_interface", {"SubnetId": subnet}],
        ["look at network interfaces", "ec2", "describe_network_interfaces", {}],
        ["look at subnets", "ec2", "describe_subnets", {}],
        ["invoke itself", "lambda", "invoke", {"FunctionName": place_order, "InvocationType": "DryRun"}],
        ["list roles", "iam", "list_roles", {}],
        ["look at the account's keys", "kms", "list_keys", {}],
    ]
    answers = call(place_order, {"calls": granted + forbidden})
    for name, *_ in granted:
        claim(f"its code may {name}", answers[name].startswith("allowed"), answers[name])
    for name, *_ in forbidden:
        claim(f"its code may not {name}", answers[name] == "denied", answers[name])
    widen(place_order, other_secret)
    after = call(place_order, {"calls": granted + forbidden})
    flipped = [name for name in answers if answers[name] != after[name]]
    claim("one more grant opens exactly one more door", flipped == ["read another secret"], flipped)


def widen(function, secret):
    role = client("lambda").get_function_configuration(FunctionName=function)["Role"].rsplit("/", 1)[-1]
    grant = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secret}
    document = json.dumps({"Version": "2012-10-17", "Statement": [grant]})
    client("iam").put_role_policy(RoleName=role, PolicyName="wider", PolicyDocument=document)


def failures_are_captured(place_order):
    client("lambda").invoke(FunctionName=place_order, InvocationType="Event", Payload=b'{"no": "calls"}')
    queue = physical("PlaceOrderFail", "AWS::SQS::Queue")
    for _ in range(60):
        answer = client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=1, MaxNumberOfMessages=10)
        if any("requestContext" in message["Body"] for message in answer.get("Messages", [])):
            return claim("an event that failed waits in the failure queue", True)
        time.sleep(0.2)
    return claim("an event that failed waits in the failure queue", False)


def nothing_is_left():
    """What was made beside the stack, to be denied, is not of the stack."""
    functions = [f["FunctionName"] for f in client("lambda").list_functions()["Functions"]]
    roles = [r["RoleName"] for r in client("iam").list_roles()["Roles"] if r["RoleName"].startswith(STACK)]
    groups = [g["GroupName"] for g in client("ec2").describe_security_groups()["SecurityGroups"] if g["GroupName"] != "default"]
    logs = [g["logGroupName"] for g in client("logs").describe_log_groups()["logGroups"] if g["logGroupName"].startswith(STACK)]
    queues = [q for q in client("sqs").list_queues().get("QueueUrls", []) if STACK in q]
    left = functions + roles + groups + logs + queues
    claim("the stack leaves nothing behind", left == [], left)


def main():
    if sys.argv[2:] == ["gone"]:
        nothing_is_left()
        return 1 if failed else 0
    function = "AWS::Lambda::Function"
    place_order, reconcile = physical("PlaceOrder", function), physical("Reconcile", function)
    handlers_work(place_order, reconcile)
    become_probe(place_order)
    rights_hold(place_order)
    failures_are_captured(place_order)
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    sys.exit(main())
