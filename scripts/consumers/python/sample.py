from aws_cdk import App, Duration, Size, Stack
from aws_cdk.aws_dynamodb import Attribute, AttributeType, Table
from aws_cdk.aws_lambda import Runtime
from aws_cdk.aws_secretsmanager import Secret
from cdk_secure_function import (
    AwsService,
    Concurrency,
    Egress,
    FunctionCode,
    FunctionLimits,
    SecretAccess,
    SecureDefaults,
    SecureFunction,
    SecureNetwork,
    ServerlessGuard,
)

app = App()
ServerlessGuard.protect(app)
SecureDefaults.inject(app, timeout=Duration.seconds(5))
stack = Stack(app, "Orders")
table = Table(stack, "Table", partition_key=Attribute(name="id", type=AttributeType.STRING))
orders = SecureFunction(
    stack,
    "PlaceOrder",
    code=FunctionCode.asset("src", handler="place_order.handler"),
    runtime=Runtime.PYTHON_3_14,
    network=SecureNetwork(stack, "Network"),
    limits=FunctionLimits(concurrency=Concurrency.reserved(5), memory_size=Size.mebibytes(256)),
    secrets={"SECRET_ARN": SecretAccess.read(Secret(stack, "Credential"))},
    egress=[Egress.to_aws_service(AwsService.DYNAMODB)],
    environment={"TABLE_NAME": table.table_name},
)
table.grant_read_write_data(orders)
app.synth()
