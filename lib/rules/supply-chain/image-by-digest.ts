import { Control } from '../../baseline/control';
import { at, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';

/** By its digest, or as CDK names what it builds: the digest of the sources is the tag, which the repository of the bootstrap stack never moves. */
const PINNED = /(?:@sha256|^[^:@]+):[0-9a-f]{64}$/;

/** The image that runs is the image that was reviewed. */
export const imageByDigest = defineRule({
  id: Control.IMAGE_BY_DIGEST,
  subject: 'function',
  title: 'Images are named by their digest',
  why: 'A tag such as latest names another image as soon as somebody pushes one: whoever may write to the repository chooses what runs with the rights of the function at its next deployment.',
  fix: 'Name the image as repository@sha256:…, with FunctionCode.imageFromEcr(repository, digest), or let CDK build it with FunctionCode.image(directory).',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/images-create.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) => {
    const uri = at(properties, 'Code', 'ImageUri');
    if (uri === undefined) return pass;
    const text = textOf(uri) ?? JSON.stringify(uri);
    const name = text.replace(/\$\{[^}]*\}/g, '$').replace(/^.*\//s, '');
    if (PINNED.test(name)) return pass;
    const property = 'Properties.Code.ImageUri';
    const [tag = name] = /[:@].*$/.exec(name) ?? [];
    return tag.includes('$')
      ? unknown({
          message: `Which image ${nameOf(resource)} runs depends on ${text}, which the templates do not tell`,
          property,
        })
      : fail({
          message: `${nameOf(resource)} runs the image ${text}, which is not named by its digest: whoever may push to the repository exchanges it`,
          property,
        });
  },
  bad: {
    'the latest image': image('${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/orders:latest'),
    'an image by its version': image('111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1.4.2'),
    'an image without a tag': image('111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders'),
  },
  good: {
    'an image by its digest': image(`111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders@sha256:${'0123456789abcdef'.repeat(4)}`),
    'an image that CDK builds': image(
      `\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/cdk-hnb659fds-container-assets-\${AWS::AccountId}-\${AWS::Region}:${'0123456789abcdef'.repeat(4)}`,
    ),
  },
});

function image(uri: string) {
  return {
    Resources: {
      Function: {
        Properties: { Runtime: null, Handler: null, PackageType: 'Image', Code: { ZipFile: null, ImageUri: { 'Fn::Sub': uri } } },
      },
    },
  };
}
