/** The R4 definitions as data: types, elements, constraints. Generated once from HL7's files, see README.md. */
export type { BindingStrength, Constraint, ElementDef, ElementType, TypeDef } from './definition.types.ts'
export { isA, typeDef, typeNames } from './load.ts'
export { jsonNameOf, type Property, propertiesOf } from './properties.ts'
