import { userInfo } from 'node:os';

/** The name of the system's user, who is the operator where none is set up. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USERNAME'] ?? process.env['USER'] ?? 'operator';
  }
}
