// The global "docker" of the Docker Pipeline plugin: every command is answered or assumed, blocks run.
class Image implements Serializable {
    def script
    String id

    String imageName() { id }

    def inside(String args = '', Closure body) { script.'agent container'(kind: 'docker', image: id) { body() } }

    def withRun(String args = '', String command = '', Closure body) {
        script.'docker command'("run ${id}".toString())
        def result = body([id: 'rehearsal', port: { p -> "localhost:${p}".toString() }])
        script.'docker command'('stop')
        return result
    }

    def run(String args = '', String command = '') {
        script.'docker command'("run ${id}".toString())
        return [id: 'rehearsal']
    }

    def pull() { script.'docker command'("pull ${id}".toString()) }

    def push(String tag = '', boolean force = true) {
        script.'docker command'("push ${tag ? id.replaceFirst(':[^/]*$', '') + ':' + tag : id}".toString())
    }

    def tag(String tag = '', boolean force = true) { script.'docker command'("tag ${id} ${tag}".toString()) }
}

def image(String id) { new Image(script: this, id: id) }

def build(String id, String args = '.') {
    'docker command'("build -t ${id} ${args}".toString())
    return new Image(script: this, id: id)
}

def withRegistry(String url, String credentials = '', Closure body) { body() }

def withServer(String uri, String credentials = '', Closure body) { body() }

def withTool(String name, Closure body) { body() }
