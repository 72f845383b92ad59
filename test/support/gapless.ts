import * as fc from 'fast-check';

type Gapless<Model> = { [Key in keyof Model as undefined extends Model[Key] ? never : Key]: Model[Key] } & {
  [Key in keyof Model as undefined extends Model[Key] ? Key : never]?: Exclude<Model[Key], undefined>;
};

/** A record whose absent members are not there: as JSON has it. */
export function withoutGaps<Model>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }): fc.Arbitrary<Gapless<Model>> {
  return (fc.record(model) as unknown as fc.Arbitrary<Readonly<Record<string, unknown>>>).map(
    (value) => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Gapless<Model>,
  );
}

/** A value or none. */
export function maybe<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}
