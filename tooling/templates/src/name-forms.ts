/** The ways in which a name is written. */
export interface NameForms {
  /** Files and folders: `softsign-square`. */
  readonly kebab: string;
  /** Functions: `softsignSquare`. */
  readonly camel: string;
  /** Classes: `SoftsignSquare`. */
  readonly pascal: string;
}

/** All forms of a name in kebab-case. */
export function nameForms(kebab: string): NameForms {
  const pascal = kebab.split('-').map(capitalized).join('');
  return { kebab, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal };
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Puts the name in the place of `__kebab__`, `__camel__` and `__pascal__`. @throws Error for any other placeholder */
export function substitute(text: string, forms: NameForms): string {
  return text.replaceAll(/__([A-Za-z]+)__/g, (placeholder, form: string) => {
    if (Object.hasOwn(forms, form)) return forms[form as keyof NameForms];
    throw new Error(`${placeholder} is no placeholder; there are ${Object.keys(forms).join(', ')}`);
  });
}

/** `SoftsignSquare`, `softsign_square` and `Softsign square` to `softsign-square`: what was probably meant. */
export function toKebab(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return words.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[-0-9]+|-+$/g, '');
}
