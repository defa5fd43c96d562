/**
 * The `undici` that this package uses: a dispatcher and its options have to be of the same version.
 *
 * @since 0.1.0
 */
export {
  Agent,
  BalancedPool,
  Client,
  Dispatcher,
  EnvHttpProxyAgent,
  errors,
  getGlobalDispatcher,
  interceptors,
  MockAgent,
  Pool,
  ProxyAgent,
  RetryAgent,
  RoundRobinPool
} from "undici"
