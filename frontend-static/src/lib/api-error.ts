/**
 * The error codes of docs/ERRORS.md that a query can return, and two of the client: no answer, and no answer from the
 * sign-in.
 */
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

/** An error of the API, or a missing answer. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  /** Identifies the request in the server's log. */
  readonly requestId: string | null;

  constructor(code: string, message: string, requestId: string | null = null) {
    super(message);
    this.name = 'ApiError';
    this.code = isCode(code) ? code : 'INTERNAL';
    this.requestId = requestId;
  }

  /** Whether the same request may succeed a moment later. */
  get isRetryable(): boolean {
    return this.code === 'UNREACHABLE' || this.code === 'UNAVAILABLE' || this.code === 'TIMEOUT';
  }
}

/** Any error as an ApiError; unknown ones come from the network. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('UNREACHABLE', error instanceof Error ? error.message : 'no answer');
}

/** The message for people. */
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
