// One way to release for all services of a company: they say what is new, the library says how it goes out.
//   releaseService app: 'cart', image: 'harbor.test.example/shop/cart:2.0'
def call(Map given) {
  def clusters = given.clusters ?: ['gd9-a', 'gd9-b', 'nh-a']
  def result = canaryBatch(
      app: given.app,
      namespace: given.namespace ?: 'shop',
      image: given.image,
      clusters: clusters,
      batches: given.batches ?: [1, '50%', 'rest'],
      soak: '1m') {
    node {
      sh "./smoke-test.sh --cluster ${env.GREY_CLUSTER} --pods '${env.GREY_SELECTOR}'"
    }
    if (env.GREY_CLUSTER == clusters[0] && env.GREY_BATCH == '1') {
      manualApproval message: "${given.app} runs in one pod of ${env.GREY_CLUSTER}. Go on?", approvers: ['shop-leads']
    }
  }
  echo "${given.app}: ${result.outcome} in ${result.clusters.collect { it.cluster }.join(', ')}"
  return result
}
