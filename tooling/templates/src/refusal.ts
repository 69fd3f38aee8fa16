/** Something that the person who asked can mend: what is wrong and what to do. Nothing has been written yet. */
export class Refusal extends Error {}
