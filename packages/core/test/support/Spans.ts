import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"

/** Records every span, in the order in which they began. */
export const capture = () => {
  const spans: Array<Tracer.NativeSpan> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  return { spans, traced: Effect.withTracer(tracer) }
}
