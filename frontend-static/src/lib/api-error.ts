/** The words of docs/ERRORS.md that a question can be answered with, and ours for no answer at all and for no sign-in. */
const CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'TOO_COMPLEX',
  'BODY_TOO_LARGE',
  'METHOD_NOT_ALLOWED',
  'TIMEOUT',
  'UNAVAILABLE',
  'INTERNAL',
  'UNREACHABLE',
  'AUTH_UNAVAILABLE',
] as const;

export type ErrorCode = (typeof CODES)[number];

const isCode = (code: string): code is ErrorCode => (CODES as readonly string[]).includes(code);

/** A refusal by the API, or its silence. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  /** Names the request in the server's log. */
  readonly requestId: string | null;

  constructor(code: string, message: string, requestId: string | null = null) {
    super(message);
    this.name = 'ApiError';
    this.code = isCode(code) ? code : 'INTERNAL';
    this.requestId = requestId;
  }

  /** Whether the same question may be answered a moment later. */
  get isRetryable(): boolean {
    return this.code === 'UNREACHABLE' || this.code === 'UNAVAILABLE' || this.code === 'TIMEOUT';
  }
}

/** The error as one of ours: what is none came from the wire. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('UNREACHABLE', error instanceof Error ? error.message : 'no answer');
}

/** What is said to people. */
export function errorMessage(error: ApiError): string {
  switch (error.code) {
    case 'UNREACHABLE':
      return 'The server does not answer.';
    case 'UNAVAILABLE':
      return 'The server cannot answer at the moment.';
    case 'TIMEOUT':
      return 'The answer took too long. A shorter range asks for less.';
    case 'RATE_LIMITED':
      return 'Too many requests at once. Try again in a moment.';
    case 'INTERNAL':
      return 'Something went wrong on the server.';
    case 'AUTH_UNAVAILABLE':
      return 'Cannot reach the sign-in.';
    case 'UNAUTHENTICATED':
      return 'You are signed out.';
    default:
      return `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`.replace(/\.\.$/, '.');
  }
}
