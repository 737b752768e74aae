import { isMember } from '#vocabulary/terminology'
import { checkResource } from './check-element.ts'
import { checkWanted } from './check-profiles.ts'
import { profileSource } from './profile-registry.ts'
import type { ValidationIssue, ValidationOptions } from './validation.types.ts'
import { isObject, mostProfileTime, Walk } from './walk.ts'

const usualLimit = 100

export function validateResource(resource: unknown, options: ValidationOptions = {}): ValidationIssue[] {
  const bindings = options.checkBindings === false ? null : (options.bindings ?? isMember)
  const limit = Math.max(1, options.maxIssues ?? usualLimit)
  const walk = new Walk(bindings, profileSource(options.definitions), limit)
  walk.willResolve = options.willResolve === true
  const type = isObject(resource) && typeof resource.resourceType === 'string' ? resource.resourceType : ''
  walk.enter(type.slice(0, 64) || 'Resource')
  if (options.type !== undefined && type !== '' && type !== options.type)
    walk.errorAt('resourceType', 'structure', `Ở đây cần ${options.type}, không phải loại tài nguyên này.`)
  checkResource(walk, resource, 'root')
  if (options.profiles && walk.broken === 0 && isObject(resource))
    checkWanted(walk, resource, type, options.profiles)
  if (walk.profileTime > mostProfileTime)
    walk.error(
      'too-costly',
      'Quy tắc của profile quá tốn thời gian với tài nguyên này nên chưa kiểm tra hết.',
    )
  return walk.issues
}
