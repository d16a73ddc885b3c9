// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

namespace plimsoll::app {
namespace {

constexpr std::string_view program =
    R"(Plimsoll shows what every Envoy proxy of an Istio + Knative mesh carries, and hides revisions that take no traffic.

Usage:
  plimsoll [SOURCE] [flags]            open the window
  plimsoll COMMAND [SOURCE] [flags]    work without a window

Commands:
  revisions   list the Knative revisions: traffic, replicas, exportTo, whether they may be hidden
  weight      list the proxies and the configuration that each of them carries
  dump        tell what one Envoy carries, read from its own config_dump
  lint        find what in the mesh's objects does not do what it seems to, with the fix
  status      tell what of the cluster could be read, kind by kind, and why not
  cookie      decode session-affinity cookies and headers to the pod that they name
  export      draw the graph (or another view) into a file
  hide        hide revisions that take no traffic from all proxies
  show        make hidden revisions visible again

Sources (the default is the current context of the kubeconfig):
      --context NAME         a context of the kubeconfig
      --kubeconfig FILE      use this kubeconfig only
      --demo[=REVISIONS]     the embedded demo estate
      --from PATH            a file or folder of Kubernetes objects, as 'kubectl get -o json' writes them

Flags, as kubectl's:
  -n, --namespace NAME[,…]   read and show only this namespace; for hide and show: the revisions' namespace
  -A, --all-namespaces       all namespaces (what reading commands do anyway)
  -o, --output json|table    for export: the file to write
  -s, --server URL           another server than the context's
      --cluster NAME, --user NAME
                             another cluster or user of the kubeconfig than the context's
      --token TOKEN, --username NAME, --password WORD, --client-certificate FILE, --client-key FILE
                             another credential
      --certificate-authority FILE, --insecure-skip-tls-verify, --tls-server-name NAME
                             how the server proves who it is
      --as USER, --as-group GROUP..., --as-uid UID, --as-user-extra KEY=VALUE...
                             act as somebody else; groups and extras may be repeated
      --proxy-url URL        an http or socks5 proxy, instead of HTTPS_PROXY and NO_PROXY
      --disable-compression  never ask for compressed answers
      --request-timeout TIME of each request, not of watches and credential plugins: 30s, 2m, 1h; 0 (none)
  -v, --v LEVEL              6 and more: tell of every request, on stderr

Plimsoll's own flags:
      --read-only            no action that writes exists
      --with-endpoints       also read core Endpoints, which nothing needs: to measure what leaving them out saves
      --allow-exec-plugin    run the context's credential plugin without asking
      --istio-version V      which istiod is meant, where the control plane does not tell
      --theme light|dark     of the window and of exports
      --version, -h, --help

'plimsoll COMMAND --help' tells more about a command.
)";

constexpr std::string_view revisions = R"(List the Knative revisions of all namespaces, or of one with -n.

Usage:
  plimsoll revisions [SOURCE] [-n NAMESPACE] [-o json|table]

Columns: share of traffic, tags, replicas, routing state, the exportTo of the public and of the private
Service as written, what they amount to (visible, hidden, restricted, partial, ALARM: hidden although routed),
the Envoy clusters that the revision costs every proxy that sees it, and whether it may be hidden.
)";

constexpr std::string_view weight = R"(List what every proxy carries, computed from Kubernetes objects.

Usage:
  plimsoll weight [SOURCE] [-n NAMESPACE] [--istio-version V] [--sort name|bytes] [-o json|table]
  plimsoll weight [SOURCE] --proxy NAMESPACE/POD [--resources] [--sort name|bytes] [-o json|table]
  plimsoll weight [SOURCE] --explain NAMESPACE/POD SERVICE [-o json|table]
  plimsoll weight [SOURCE] --what-if LEVER[,LEVER...] [-n NAMESPACE] [--sort name|bytes] [-o json|table]
  plimsoll weight [SOURCE] --by namespace|service|revision [-o json|table]

Counts are of Envoy resources as istiod would push them; bytes are of the pushed protobuf, by formula.
A proxy carries Services of every namespace: all are read, and -n chooses the proxies that are printed.
--istio-version says which istiod is meant; else the control plane's own is read.
--proxy tells of one proxy; with --resources one by one what it carries: Envoy clusters, load assignments,
listeners and route configurations with their virtual hosts. --sort bytes puts the heaviest first.
--explain tells why a proxy carries a service, or why not: object by object, with the rule of each. SERVICE is
NAMESPACE/NAME, a host, or a name in the proxy's namespace.
--what-if weighs the mesh as it would be, all levers together, and changes nothing:
  hide-reserve           the Services of revisions in reserve say exportTo "~"
  sidecar-per-namespace  a Sidecar for each namespace that has none: its own services, the control plane's, and
                         Knative's where it serves revisions. It may cut off callers of other namespaces
  gateway-filter         PILOT_FILTER_GATEWAY_CLUSTER_CONFIG=true
  tilde                  Services exported only to namespaces that do not exist say "~": no byte less for the
                         proxies, less work for istiod
--by adds up the bytes of all proxies by what they are for; what no service has for itself is the rest.
)";

constexpr std::string_view dump = R"(Tell what one Envoy carries, read from its own config_dump.

Usage:
  plimsoll dump FILE [-o json|table]
  kubectl exec -n NAMESPACE POD -c istio-proxy -- pilot-agent request GET 'config_dump?include_eds' | plimsoll dump -

FILE holds what Envoy's admin interface answers to /config_dump, as it is or as istioctl and other tools print it
again; '-' is standard input. It is read as it comes, however large it is. ?include_eds is needed for endpoints.
Counted are what the control plane pushed, active and warming, a resource with both states once; what comes from
the bootstrap and routes written inside listeners stand apart. Endpoints are those of EDS clusters. Bytes are of
the pushed protobuf, computed from its JSON field by field; JSON bytes are the file's own, a section with all in it.
The list by service adds up to the whole: a service has its clusters, load assignments and virtual hosts, and
listeners that lead to it alone; what belongs to none, or to several, is the (rest).
Refused updates (NACK) carry Envoy's words, and the version refused, or the one still at work where Envoy does
not tell it. It shows them for listeners alone: of a refused cluster or route nothing is left in a dump.
)";

constexpr std::string_view lint = R"(Find what in the mesh's own objects does not do what it seems to.

Usage:
  plimsoll lint [SOURCE] [-n NAMESPACE] [--istio-version V] [-o json|table]

Each finding names the object, the field, what is the matter, and the fix. The rules:
  egress-short-name          a Sidecar's egress host is a short name, which istiod does not complete
  egress-no-match            an egress host names no Service, ServiceEntry or VirtualService
  export-to-missing          exportTo names a namespace that does not exist
  export-to-nobody           exportTo reaches no namespace that exists; "~" says so for less of istiod's work
  export-to-leaves-out-own   exportTo lists namespaces, but not the object's own, which is not implied
  export-to-read-as-public   this version of Istio takes the value for public
  export-to-spaces           this version of Istio does not trim the spaces in the value
  sidecars-for-one-workload  two Sidecars could apply to the same pods; the oldest one does
  no-sidecar                 a namespace in which a Sidecar would save most, by estimate
Where a kind could not be read whole (see 'plimsoll status'), what its absence would say is not said.
)";

constexpr std::string_view status = R"(Tell what of the cluster could be read, kind by kind.

Usage:
  plimsoll status [SOURCE] [-n NAMESPACE] [-o json|table]

Waits until every kind is complete or has failed. The states: live (complete and watched), stale (was complete),
denied (these credentials may not list it), not served (the server does not know the kind), failed. Where
something is missing the server's own words say why. The exit code is 0 once the server answered.
)";

constexpr std::string_view cookie = R"(Decode session-affinity values of Envoy's stateful_session filter.

Usage:
  plimsoll cookie [--carrier cookie|header|envelope-header|query] [--name COOKIE] [--now SECONDS]
                  [--path REQUEST_PATH] [SOURCE] [-o json|table] INPUT...

An INPUT is a bare value or a whole Cookie, Set-Cookie or header line; '-' reads pasted text (also a whole
'curl -v' output) from standard input. With a source the pod that the address names is looked up in it.
--now is the clock that the value's expiry is counted in: Unix seconds, or the issuer's uptime.
)";

constexpr std::string_view exportText = R"(Draw a view into a file, without a display.

Usage:
  plimsoll export [--view graph|window|revisions|load-line|session|status] [--all] [--theme light|dark] [SOURCE] -o FILE

The format is the file's suffix: .svg .png .pdf .dot .json for the graph, .png for the others.
--all draws every namespace expanded; else what the window shows first.
)";

constexpr std::string_view change = R"(Hide revisions that take no traffic, or show them again.

Usage:
  plimsoll hide REVISION... [-n NAMESPACE] [--context NAME] [--dry-run] [--yes] [-o json]
  plimsoll show REVISION... [-n NAMESPACE] [--context NAME] [--dry-run] [--yes] [-o json]

Hiding sets networking.istio.io/exportTo on the revision's two Services; showing removes it. A revision that
anything routes to, or that has replicas, is refused. What merely speaks against hiding is shown, and --yes
accepts it. Asks on a terminal; without one, --yes is needed. A rollback to a hidden revision answers 503 until
it is shown again.
)";

} // namespace

std::string helpText(const std::string& command) {
    if (command == "revisions") {
        return std::string(revisions);
    }
    if (command == "weight") {
        return std::string(weight);
    }
    if (command == "dump") {
        return std::string(dump);
    }
    if (command == "lint") {
        return std::string(lint);
    }
    if (command == "status") {
        return std::string(status);
    }
    if (command == "cookie") {
        return std::string(cookie);
    }
    if (command == "export") {
        return std::string(exportText);
    }
    if (command == "hide" || command == "show") {
        return std::string(change);
    }
    return std::string(program);
}

} // namespace plimsoll::app
