/** FHIR R4 resources as XML, both ways, digits included. Driven by the definitions; validates nothing else. */
export { readXml, type XmlLimits } from './read-xml.ts'
export { writeXml } from './write-xml.ts'
export { type XmlIssue, type XmlProblem, xmlNamespaces } from './xml.problems.ts'
