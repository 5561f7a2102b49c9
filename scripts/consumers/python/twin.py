from aws_cdk import App, Stack
from aws_cdk.aws_lambda import Code, Function, Runtime
from cdk_secure_function import SecureDefaults, ServerlessGuard

app = App()
ServerlessGuard.protect(app)
SecureDefaults.inject(app)
Function(
    Stack(app, "Twin"),
    "PlaceOrder",
    runtime=Runtime.PYTHON_3_14,
    handler="index.handler",
    code=Code.from_inline("def handler(event, context): pass"),
)
app.synth()
