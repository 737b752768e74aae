/** Why a folder could not be written, in a sentence; undefined if it is another error. */
export function writeComplaint(folder: string, error: unknown): string | undefined {
  const { name, code } = error as { name?: string; code?: string }
  if (name === 'AbortError') return 'Đã dừng theo yêu cầu; không ghi gì.'
  if (code && ['ENOENT', 'EACCES', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'EROFS', 'EISDIR'].includes(code))
    return `Không ghi được vào ${folder}: kiểm tra đường dẫn, quyền ghi và chỗ trống (${code}).`
  return undefined
}
