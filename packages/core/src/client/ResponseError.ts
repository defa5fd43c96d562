/**
 * The errors of a response that was decoded, and is not what the method needs. They have the operation, the attempts and the
 * status of the call that got it.
 *
 * @since 0.1.0
 */
import type { ApiResponse } from "../ApiResponse.ts"
import { DecodeError, Forbidden, NotFound, Unauthorized } from "../ConnectyCubeError.ts"
import { ItemDecodeError } from "../ItemDecodeError.ts"

const fieldsOf = ({ attempts, method, operation, path, status }: ApiResponse) => ({
  operation,
  method,
  path,
  attempts,
  status
})

/**
 * The response has not the shape that it has to have. `body` is the part of the body that the error shows; all of it, when left
 * out.
 *
 * @category constructors
 * @since 0.1.0
 */
export const decodeError = (
  response: ApiResponse,
  issues: DecodeError["issues"],
  body: string = response.body
): DecodeError => new DecodeError({ ...fieldsOf(response), body: response.mask(body), issues })

/**
 * The response is a list that has not what was looked for.
 *
 * @category constructors
 * @since 0.1.0
 */
export const notFound = (response: ApiResponse, message: string): NotFound =>
  new NotFound({
    ...fieldsOf(response),
    body: response.mask(response.body),
    errors: { base: [message] },
    source: "body"
  })

/**
 * The response reports in its body, with the status of a success, that the caller lacks the permission.
 *
 * @category constructors
 * @since 0.1.0
 */
export const forbidden = (response: ApiResponse, message: string): Forbidden =>
  new Forbidden({
    ...fieldsOf(response),
    body: response.mask(response.body),
    errors: { base: [message] },
    source: "body"
  })

/**
 * The response is a session of another user than the one that was renewed.
 *
 * @category constructors
 * @since 0.1.0
 */
export const anotherUser = (response: ApiResponse, message: string): Unauthorized =>
  new Unauthorized({
    ...fieldsOf(response),
    body: response.mask(response.body),
    errors: { base: [message] },
    source: "another user"
  })

/**
 * An item of the response cannot be read.
 *
 * @category constructors
 * @since 0.1.0
 */
export const itemDecodeError = (
  { operation }: ApiResponse,
  item: unknown,
  issues: ItemDecodeError["issues"]
): ItemDecodeError => new ItemDecodeError({ operation, item, issues })
