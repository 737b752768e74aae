import {
  GraphQLBoolean,
  GraphQLError,
  GraphQLInt,
  GraphQLScalarType,
  GraphQLString,
  Kind,
  type ValueNode,
} from 'graphql'

/** A number to be written with the sender's digits. */
export class SentNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** FHIR's decimal: a number of JSON whose trailing zeros count. */
const decimal = new GraphQLScalarType({
  name: 'Decimal',
  description: 'Số thập phân, giữ nguyên các chữ số đã gửi.',
  serialize: (value) => value,
})

/** Codes may be written without quotes, as in FHIR's own examples: `name(use: official)`. */
export const argumentValue = new GraphQLScalarType<string, string>({
  name: 'Value',
  description: 'Chuỗi, số, đúng/sai, hoặc mã không cần dấu nháy.',
  parseValue(value) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return String(value)
    throw new GraphQLError('Giá trị phải là chuỗi, số hoặc đúng/sai.')
  },
  parseLiteral(node: ValueNode) {
    switch (node.kind) {
      case Kind.STRING:
      case Kind.INT:
      case Kind.FLOAT:
      case Kind.ENUM:
        return node.value
      case Kind.BOOLEAN:
        return String(node.value)
      default:
        throw new GraphQLError('Giá trị phải là chuỗi, số, đúng/sai hoặc mã.', { nodes: node })
    }
  },
})

/** The scalar of a primitive type of FHIR. */
export function scalarOf(primitive: string): GraphQLScalarType {
  switch (primitive) {
    case 'boolean':
      return GraphQLBoolean
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
      return GraphQLInt
    case 'decimal':
      return decimal
    default:
      return GraphQLString
  }
}

/** JSON of an answer, decimals as they were sent. */
export function writeResult(value: unknown): string {
  if (value instanceof SentNumber) return value.text
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(writeResult).join(',')}]`
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeResult(member)}`],
  )
  return `{${members.join(',')}}`
}
