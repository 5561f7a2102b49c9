import type { AppFacts, ResourceFacts } from '../../model/facts';
import { lookup } from '../../model/symbolic';

type PermissionFacts = AppFacts['permissions'][number];

/** Whether a principal is everybody: by itself, or as any account. */
export function isEverybody({ template }: ResourceFacts, principal: string): boolean {
  return principal === '*' || /^arn:(?:\$\{[^}]*\}|[^:])*:iam::[^:]*[*?]/.test(principal) || allowsEverybody(template, principal);
}

/** Whether an organization is named: an empty text names none, and a wildcard names all of them. */
export function isNamed(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '' && !/[*?]/.test(withoutSymbols(value));
}

/** A principal of which nothing is known: no role of the app, no part of it written out, not the account itself. */
export function isUntold({ template }: ResourceFacts, principal: string): boolean {
  if (/\{\{resolve:/.test(principal) || /\.\$\{(?!AWS::URLSuffix\})[^}]*\}$/.test(principal)) return true;
  if (withoutSymbols(principal) !== '') return false;
  const type = lookup(template, principal)?.resource.type;
  if (type !== undefined) return !type.startsWith('AWS::IAM::');
  return principal !== '${AWS::AccountId}';
}

/** Whether a permission allows more than to run the function, or to load the layer. */
export function allowsMoreThanInvoking({ resource, action }: PermissionFacts): boolean {
  const meant = resource.type === 'AWS::Lambda::LayerVersionPermission' ? /^lambda:GetLayerVersion$/i : /^lambda:Invoke\w*\*?$/i;
  return action !== undefined && !meant.test(action);
}

/** Whether a principal belongs to another account, as far as the templates tell. */
export function isForeign({ template }: ResourceFacts, principal: string): boolean {
  const [, account] = /^(?:arn:(?:\$\{[^}]*\}|[^:])*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal) ?? [];
  return account !== undefined && account !== template.account;
}

export function withoutSymbols(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '');
}

function allowsEverybody({ parameters }: ResourceFacts['template'], principal: string): boolean {
  const [, name] = /^\$\{([A-Za-z0-9]+)\}$/.exec(principal) ?? [];
  const allowed = name === undefined ? undefined : parameters.get(name)?.AllowedValues;
  return Array.isArray(allowed) && allowed.includes('*');
}
