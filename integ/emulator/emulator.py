"""
Starts the emulator with what it lacks and this package needs. Run by deploy.ts, which sets its environment.

It adds three things: resource types that exist in AWS only, the context key that AWS puts on calls made by a function's code, and the checks
that AWS makes when a resource is created. What can only be recorded, because no emulator has it, is listed in the file that RECORDED_TO names.
"""
import json
import os
import uuid

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, iam, kms, lambda_svc
from ministack.services.cloudformation import provisioners

HANDLERS = provisioners._RESOURCE_HANDLERS


class Recorded:
    """A resource of which nothing exists but its name: CloudFormation can create, refer to and delete it."""

    types = set()

    def __init__(self, resource_type, required=()):
        self.resource_type = resource_type
        self.required = required
        self.alive = {}

    def create(self, logical_id, properties, stack):
        missing = [name for name in self.required if name not in properties]
        if missing:
            raise ValueError(f"{self.resource_type} {logical_id} lacks {', '.join(missing)}")
        Recorded.types.add(self.resource_type)
        if "RECORDED_TO" in os.environ:
            with open(os.environ["RECORDED_TO"], "w") as file:
                json.dump(sorted(Recorded.types), file)
        identity = f"{logical_id.lower()[:24]}-{uuid.uuid4().hex[:12]}"
        self.alive[identity] = properties
        service = self.resource_type.split("::")[1].lower()
        arn = f"arn:aws:{service}:{get_region()}:{get_account_id()}:{identity}"
        zones = [f"{get_region()}{letter}" for letter in "abc"]
        return identity, {
            "Arn": arn,
            "Id": identity,
            "AllocationId": identity,
            "NatGatewayId": identity,
            "FirewallId": identity,
            "FirewallArn": arn,
            "FirewallPolicyArn": arn,
            "RuleGroupArn": arn,
            "EndpointIds": [f"{zone}:vpce-{uuid.uuid4().hex[:17]}" for zone in zones],
        }

    def delete(self, physical_id, properties):
        self.alive.pop(physical_id, None)

    def update(self, physical_id, old, new, stack, logical_id=None):
        self.alive[physical_id] = new
        return physical_id, {}

    def handler(self):
        return {"create": self.create, "delete": self.delete, "update": self.update}


def group_rule(table):
    """A rule of a security group as a resource of its own."""

    def create(logical_id, properties, stack):
        group = ec2._security_groups.get(properties["GroupId"])
        if group is None:
            raise ValueError(f"{logical_id} names the group {properties['GroupId']}, which does not exist")
        (rule,) = provisioners._ec2_sg_permissions([properties])[:1]
        if rule in group[table]:
            raise ValueError(f"{logical_id} repeats a rule of {properties['GroupId']}")
        group[table] = [*group[table], rule]
        identity = f"sgr-{uuid.uuid4().hex[:17]}"
        return identity, {"Id": identity}

    def delete(physical_id, properties):
        group = ec2._security_groups.get(properties.get("GroupId"))
        if group is not None:
            (rule,) = provisioners._ec2_sg_permissions([properties])[:1]
            group[table] = [other for other in group[table] if other != rule]

    return {"create": create, "delete": delete}


def refer_to_secrets_by_arn():
    """`Ref` of a secret is its ARN; the emulator knows it by its name."""
    secret = HANDLERS["AWS::SecretsManager::Secret"]

    def name_in(text):
        return text.split(":secret:")[1].rsplit("-", 1)[0] if ":secret:" in text else text

    def create(logical_id, properties, stack):
        _, attributes = secret["create"](logical_id, properties, stack)
        return attributes["Arn"], attributes

    def update(physical_id, old, new, stack, logical_id=None):
        return physical_id, secret["update"](name_in(physical_id), old, new, stack, logical_id)[1]

    def delete(physical_id, properties):
        return secret["delete"](name_in(physical_id), properties)

    HANDLERS["AWS::SecretsManager::Secret"] = {**secret, "create": create, "update": update, "delete": delete}


def lead_endpoints_back():
    """
    An interface endpoint has names of its own, which functions are told. Here they lead back to the emulator: nothing resolves `vpce-...`, so that
    part stands where an address holds a user, which the SDK does not send.
    """
    endpoint = HANDLERS["AWS::EC2::VPCEndpoint"]
    entry = f"Z0EMULATOR:vpce-emulator@localhost:{os.environ['GATEWAY_PORT']}"

    def create(logical_id, properties, stack):
        identity, attributes = endpoint["create"](logical_id, properties, stack)
        ec2._vpc_endpoints[identity]["DnsEntries"] = [entry]
        return identity, {**attributes, "DnsEntries": [entry]}

    HANDLERS["AWS::EC2::VPCEndpoint"] = {**endpoint, "create": create}


def tell_ranges():
    """A VPC tells the range that it was made with; the emulator does not."""
    vpc = HANDLERS["AWS::EC2::VPC"]

    def create(logical_id, properties, stack):
        identity, attributes = vpc["create"](logical_id, properties, stack)
        return identity, {**attributes, "CidrBlock": properties["CidrBlock"]}

    HANDLERS["AWS::EC2::VPC"] = {**vpc, "create": create}


def mark_calls_from_code():
    """A call made with a function's credentials carries `lambda:SourceFunctionArn`; those that Lambda makes under the same role do not."""
    keys_of = iam_evaluator._principal_keys

    def with_source(credential):
        keys = keys_of(credential)
        _, assumed, session = credential.principal_arn.partition(":assumed-role/")
        if assumed:
            role, _, name = session.partition("/")
            found = lambda_svc._functions.get(name)
            config = (found or {}).get("config", found)
            if config and config.get("Role", "").endswith(f"/{role}"):
                keys["lambda:sourcefunctionarn"] = config["FunctionArn"]
        return keys

    iam_evaluator._principal_keys = with_source


def context(principal, kind, action, resource, keys):
    return iam_evaluator.EvalContext(
        principal,
        kind,
        get_account_id(),
        action,
        resource,
        get_region(),
        service_context={key.lower(): value for key, value in keys.items()},
    )


def role_may(role_arn, action, resource):
    name = role_arn.rsplit("/", 1)[-1]
    asked = context(f"arn:aws:sts::{get_account_id()}:assumed-role/{name}/lambda", "AssumedRole", action, resource, {})
    return iam_evaluator.evaluate(asked, iam_evaluator._gather_role_policies(name, get_account_id())).decision == "Allow"


def before_function(properties):
    role = iam._roles.get(properties["Role"].rsplit("/", 1)[-1])
    if role is None or "lambda.amazonaws.com" not in str(role["AssumeRolePolicyDocument"]):
        raise ValueError(f"Lambda cannot assume {properties['Role']}")
    for subnet in properties.get("VpcConfig", {}).get("SubnetIds", []):
        if subnet not in ec2._subnets:
            raise ValueError(f"The subnet {subnet} does not exist")
        for action in ("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface"):
            if not role_may(properties["Role"], f"ec2:{action}", "*"):
                raise ValueError(f"{properties['Role']} may not perform ec2:{action}, so the function cannot be attached")


def before_log_group(properties):
    key = properties.get("KmsKeyId")
    if not key:
        return
    group = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{properties.get('LogGroupName', 'generated')}"
    asked = context("service", "Service", "kms:GenerateDataKey", key, {"kms:EncryptionContext:aws:logs:arn": group})
    policy = kms.key_policy_for_arn(key)
    names = ("logs.amazonaws.com", f"logs.{get_region()}.amazonaws.com")
    if not policy or not any(
        iam_evaluator.evaluate_resource_policy(policy[0], asked, service=name).decision == "Allow" for name in names
    ):
        raise ValueError(f"The policy of {key} does not let CloudWatch Logs use it for {group}")


def before_invoke_config(properties):
    destination = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination", "")
    found = lambda_svc._functions.get(properties["FunctionName"].split(":")[-1])
    role = found.get("config", found)["Role"]
    if ":sqs:" in destination and not role_may(role, "sqs:SendMessage", destination):
        raise ValueError(f"{role} may not send messages to {destination}")


def check_before(resource_type, check):
    handler = HANDLERS[resource_type]

    def create(logical_id, properties, stack):
        check(properties)
        return handler["create"](logical_id, properties, stack)

    HANDLERS[resource_type] = {**handler, "create": create}


ONLY_IN_AWS = {
    "AWS::EC2::EIP": (),
    "AWS::EC2::FlowLog": ("ResourceId", "ResourceType"),
    "AWS::EC2::NatGateway": ("SubnetId", "AllocationId"),
    "AWS::NetworkFirewall::Firewall": ("FirewallName", "FirewallPolicyArn", "VpcId", "SubnetMappings"),
    "AWS::NetworkFirewall::FirewallPolicy": ("FirewallPolicy", "FirewallPolicyName"),
    "AWS::NetworkFirewall::LoggingConfiguration": ("FirewallArn", "LoggingConfiguration"),
    "AWS::NetworkFirewall::RuleGroup": ("Capacity", "RuleGroupName", "Type"),
    "AWS::Route53Resolver::FirewallConfig": ("FirewallFailOpen", "ResourceId"),
    "AWS::Route53Resolver::FirewallDomainList": (),
    "AWS::Route53Resolver::FirewallRuleGroup": (),
    "AWS::Route53Resolver::FirewallRuleGroupAssociation": ("FirewallRuleGroupId", "Priority", "VpcId"),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": (),
    "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": (),
}


def main():
    for resource_type, required in ONLY_IN_AWS.items():
        if resource_type not in HANDLERS:
            HANDLERS[resource_type] = Recorded(resource_type, required).handler()
    HANDLERS.setdefault("AWS::EC2::SecurityGroupIngress", group_rule("IpPermissions"))
    HANDLERS.setdefault("AWS::EC2::SecurityGroupEgress", group_rule("IpPermissionsEgress"))
    refer_to_secrets_by_arn()
    lead_endpoints_back()
    tell_ranges()
    mark_calls_from_code()
    check_before("AWS::Lambda::Function", before_function)
    check_before("AWS::Logs::LogGroup", before_log_group)
    check_before("AWS::Lambda::EventInvokeConfig", before_invoke_config)

    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main()
