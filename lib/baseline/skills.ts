/**
 * Whether a service principal stands for skills of Alexa. These have no ARN and no account: their token is all that tells one from another.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-alexa.html
 */
export function isAlexa(service: string): boolean {
  return /^alexa-\w+\.amazon\.com$/.test(service);
}
