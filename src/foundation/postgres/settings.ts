import { totalmem } from 'node:os'

const MB = 1024 * 1024

/** A quarter of the memory we may use, between 64 MB and 1 GB. */
function sharedBuffers(): string {
  const limit = process.constrainedMemory()
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem()
  return `${Math.max(64, Math.min(1024, Math.floor(memory / 4 / MB)))}MB`
}

/** What the server is started with. Given on the command line, so that an old folder never keeps an old setting. */
export function settingsFor(
  socketFolder: string,
  port: number,
  own: Readonly<Record<string, string>>,
): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: String(port),
    max_connections: '40',
    // An acknowledged message is a kept message.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // Pages of keys and ids do not compress: trying to took 70 % of the server's processor time (5.1 ms a record admitted into an
    // index of a million records; 1.1 without). The server we bring knows no quicker way than pglz.
    wal_compression: 'off',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    shared_buffers: sharedBuffers(),
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // GIN with a long pending list makes every thousandth reader pay for it.
    gin_pending_list_limit: '256kB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The server's log may hold no person: errors (which quote values) go to the caller only, statements nowhere.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    logging_collector: 'off',
    ...own,
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
