// The operation methods as they are generated, with their documentation as an editor reads it.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { type Provider, sdkDir } from '../../providers.ts';

export interface Method {
  readonly group: string;
  readonly name: string;
  /** Without the tags. */
  readonly text: string;
  readonly example: string;
}

/** Every method of `generated/groups.ts`, by the groups of the client. */
export function methodsOf(provider: Provider): Method[] {
  const file = `${sdkDir(provider)}src/generated/groups.ts`;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const interfaces = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one.members]),
  );
  const groups = interfaces.get(`${provider.pascal}Groups`) ?? [];
  return [...groups].filter(ts.isPropertySignature).flatMap((group) =>
    [...(interfaces.get(group.type?.getText() ?? '') ?? [])].map((member) => ({
      group: group.name.getText(),
      name: member.name?.getText() ?? '',
      text: textOf(ts.getJSDocCommentsAndTags(member).find(ts.isJSDoc)?.comment),
      example: textOf(ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'example')?.comment),
    })),
  );
}

const textOf = (comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string =>
  ts.getTextOfJSDocComment(comment) ?? '';
