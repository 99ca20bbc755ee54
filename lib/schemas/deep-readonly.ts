/**
 * A type that takes plain and `readonly` values alike. The model packages declare their arrays as mutable, so
 * without it a `readonly string[]` that a construct was handed could not be passed on.
 */
export type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
