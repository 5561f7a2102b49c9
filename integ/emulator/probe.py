"""Stands in for a handler's code: makes the calls that the event lists, with the function's own credentials and environment."""
import os

import botocore.exceptions
import botocore.session


def handler(event, _):
    session = botocore.session.get_session()
    answers = {}
    for name, service, operation, parameters in event["calls"]:
        client = session.create_client(service, region_name=os.environ["AWS_REGION"])
        try:
            getattr(client, operation)(**parameters)
            answers[name] = "allowed"
        except botocore.exceptions.ClientError as error:
            code = error.response["Error"]["Code"]
            refused = code in ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError")
            # Any other answer came from behind the door.
            answers[name] = "denied" if refused else f"allowed ({code})"
    return answers
