// Runs the model of a Declarative Pipeline. Compiled like a Jenkinsfile, so that everything here may wait for steps.
// The model is made by rehearsal.pipeline.check; closures in it are the user's code.
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError

def execute(Map p) {
    for (library in (p.libraries ?: [])) {
        library.call()
    }
    if (p.parameters) {
        p.parameters.call()
    }
    def failure = null
    def posted = false
    try {
        around(withCheckout(p.agent, p.flags, []), 0) {
            around(p.environment ? [p.environment] : [], 0) {
                around(p.options ?: [], 0) {
                    // a retry begins anew
                    failure = null
                    try {
                        sequence(p.stages, p.flags ?: [])
                    } catch (UsageError e) {
                        throw e
                    } catch (Throwable e) {
                        failure = e
                    }
                    posted = true
                    failure = post(p.post, failure)
                    if (failure != null) {
                        throw failure
                    }
                }
            }
        }
    } catch (UsageError e) {
        throw e
    } catch (Throwable e) {
        failure = failure == null ? e : failure
    }
    if (!posted) {
        failure = post(p.post, failure)
    }
    if (failure != null) {
        throw failure
    }
}

// Puts steps around a body: each is a closure that takes what goes into its block.
def around(List wrappers, int i, Closure body) {
    if (i == wrappers.size()) {
        return body.call()
    }
    return wrappers[i].call({ around(wrappers, i + 1, body) })
}

def withCheckout(List agent, List flags, List pipelineFlags) {
    if (!agent || (flags ?: []).contains('skipDefaultCheckout') || (pipelineFlags ?: []).contains('skipDefaultCheckout')) {
        return agent ?: []
    }
    return agent + [{ body ->
        stage('Declarative: Checkout SCM') { checkout(scm) }
        body.call()
    }]
}

// Stages one after another; after the first failure the rest is skipped, and the failure is thrown at the end.
def sequence(List stages, List flags) {
    def failure = null
    for (int i = 0; i < stages.size(); i++) {
        def s = stages[i]
        if (failure != null) {
            skip(s, "Stage \"${s.name}\" skipped due to earlier failure(s)")
        } else if (flags.contains('skipStagesAfterUnstable') && currentBuild.currentResult == 'UNSTABLE') {
            skip(s, "Stage \"${s.name}\" skipped due to earlier stage(s) marking the build as unstable")
        } else {
            try {
                inStage(s, flags)
            } catch (UsageError e) {
                throw e
            } catch (Throwable e) {
                failure = e
            }
        }
    }
    if (failure != null) {
        throw failure
    }
}

def skip(Map s, String why) {
    s.enter.call({
        'skip stage'(why)
        for (inner in (s.stages ?: s.parallel ?: [])) {
            skip(inner, why)
        }
    })
}

def inStage(Map s, List flags) {
    s.enter.call({ content(s, flags) })
}

def content(Map s, List flags) {
    if (s.beforeOptions && !met(s.when)) {
        return notMet(s)
    }
    around(s.options ?: [], 0) {
        if (s.beforeInput && !met(s.when)) {
            notMet(s)
        } else {
            askAndRun(s, flags)
        }
    }
}

def askAndRun(Map s, List flags) {
    if (!s.input) {
        return onAgent(s, flags)
    }
    def answer = s.input.call()
    def values = answer instanceof Map ? answer.collect { k, v -> "${k}=${v}".toString() } : []
    withEnv(values) { onAgent(s, flags) }
}

def onAgent(Map s, List flags) {
    if (s.beforeAgent && !met(s.when)) {
        return notMet(s)
    }
    def checked = s.beforeOptions || s.beforeInput || s.beforeAgent
    around(withCheckout(s.agent, s.flags, flags), 0) {
        if (!checked && !met(s.when)) {
            notMet(s)
        } else {
            around(s.environment ? [s.environment] : [], 0) { work(s, flags) }
        }
    }
}

def notMet(Map s) {
    'skip stage'("Stage \"${s.name}\" skipped due to when conditional".toString())
}

def work(Map s, List flags) {
    def failure = null
    try {
        if (s.steps) {
            s.steps.call()
        } else if (s.stages) {
            sequence(s.stages, flags)
        } else if (s.parallel) {
            branches(s.parallel.collectEntries { b -> [(b.name): { inStage(b, flags) }] }, s.failFast, flags)
        } else {
            cells(s, flags)
        }
    } catch (UsageError e) {
        throw e
    } catch (Throwable e) {
        failure = e
    }
    failure = post(s.post, failure)
    if (failure != null) {
        throw failure
    }
}

def branches(Map all, failFast, List flags) {
    if (failFast || flags.contains('parallelsAlwaysFailFast')) {
        all.failFast = true
    }
    parallel(all)
}

def cells(Map s, List flags) {
    def m = s.matrix
    def all = [[:]]
    for (axis in m.axes) {
        def more = []
        for (cell in all) {
            for (value in axis.values) {
                more.add(cell + [(axis.name): value])
            }
        }
        all = more
    }
    def chosen = [:]
    for (cell in all) {
        if (!excluded(cell, m.excludes ?: [])) {
            def axes = cell.collect { k, v -> "${k} = '${v}'" }.join(', ')
            def name = "Matrix - ${axes}".toString()
            chosen[name] = cellRun(m, name, cell, flags)
        }
    }
    branches(chosen, s.failFast, flags)
}

def cellRun(Map m, String name, Map cell, List flags) {
    def values = cell.collect { k, v -> "${k}=${v}".toString() }
    def one = m + [name: name, enter: { body -> stage(name) { withEnv(values) { body.call() } } }]
    return { inStage(one, flags) }
}

def excluded(Map cell, List excludes) {
    for (exclude in excludes) {
        def hit = true
        for (axis in exclude) {
            def value = cell[axis.name]
            def matches = axis.values ? axis.values.contains(value) : !axis.notValues.contains(value)
            hit = hit && matches
        }
        if (hit) {
            return true
        }
    }
    return false
}

def met(Map c) {
    if (c == null) {
        return true
    }
    if (c.kind == 'allOf') {
        for (inner in c.of) {
            if (!met(inner)) {
                return false
            }
        }
        return true
    }
    if (c.kind == 'anyOf') {
        for (inner in c.of) {
            if (met(inner)) {
                return true
            }
        }
        return false
    }
    if (c.kind == 'not') {
        return !met(c.of[0])
    }
    def value = c.value.call()
    if (c.kind == 'expression') {
        return value ? true : false
    }
    return 'when condition'([kind: c.kind, text: c.text, value: value])
}

// The conditions that hold, in Jenkins' order; every one of them runs, the first failure counts. Meanwhile the build
// shows the result that it would end with.
def post(Map conditions, Throwable failure) {
    def first = failure
    for (name in (conditions ?: [:]).keySet().toList()) {
        def before = build.result()
        def logical = failure == null ? currentBuild.currentResult : worse(currentBuild.currentResult, resultOf(failure))
        if (holds(name, logical)) {
            build.force(Result.valueOf(logical))
            try {
                conditions[name].call()
            } catch (UsageError e) {
                throw e
            } catch (Throwable e) {
                echo("Error when executing ${name} post condition: ${e.message}".toString())
                first = first == null ? e : first
            }
            if (currentBuild.currentResult == logical) {
                build.restore(before)
            }
        }
    }
    return first
}

def holds(String condition, String now) {
    def before = currentBuild.previousBuild?.result
    switch (condition) {
        case 'success': return now == 'SUCCESS'
        case 'failure': return now == 'FAILURE'
        case 'unstable': return now == 'UNSTABLE'
        case 'aborted': return now == 'ABORTED'
        case 'notBuilt': return now == 'NOT_BUILT'
        case 'unsuccessful': return now != 'SUCCESS'
        case 'changed': return before == null || before != now
        case 'fixed': return now == 'SUCCESS' && before != null && before in ['FAILURE', 'UNSTABLE']
        case 'regression': return before != null && isWorse(now, before)
        default: return true
    }
}

def isWorse(String a, String b) {
    def order = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'NOT_BUILT', 'ABORTED']
    return order.indexOf(a) > order.indexOf(b)
}

def worse(String a, String b) {
    return isWorse(a, b) ? a : b
}

def resultOf(Throwable e) {
    return e instanceof Interruption ? e.result.name() : 'FAILURE'
}
