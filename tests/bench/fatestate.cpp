// SPDX-License-Identifier: Apache-2.0
#include "bench/fatestate.h"

#include "bench/fatpod.h"
#include "bench/fattemplates.h"

#include <array>
#include <cstdio>
#include <map>

namespace plimsoll::bench {
namespace {

using cluster::Kind;

constexpr int namespaces = 20;
constexpr std::array<const char*, 10> trades{"checkout", "pricing",  "stock",   "search",  "avatars",
                                             "invoices", "payments", "reviews", "sitemap", "notifier"};

std::string padded(int number, int digits) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%0*d", digits, number);
    return buffer.data();
}

std::string serviceName(int service) {
    return std::string(trades.at(static_cast<std::size_t>(service) % trades.size())) + "-" +
           padded(service, 4);
}

/// A uid that is the same every time.
std::string uid(char kind, int service, int revision) {
    return padded(service, 8) + "-" + padded(revision, 4) + "-4a7e-a3f9-" + std::string(11, kind) + "e";
}

std::string imageOf(int service, int revision) {
    return "ghcr.io/acme/" + serviceName(service) + "@sha256:" + std::string(52, '0') + padded(service, 8) +
           padded(revision, 4);
}

std::string address(int service, int revision, int ordinal) {
    const int n = (service * 10 + revision) * 8 + ordinal;
    return "10." + std::to_string(128 + n / 65536 % 64) + "." + std::to_string(n / 256 % 256) + "." +
           std::to_string(n % 256);
}

using Words = std::map<std::string, std::string, std::less<>>;

/// Replaces @words@, whose values may hold further ones.
std::string filled(std::string_view text, const Words& words) {
    std::string out;
    out.reserve(text.size() * 2);
    while (!text.empty()) {
        const auto at = text.find('@');
        out.append(text.substr(0, at));
        if (at == std::string_view::npos) {
            break;
        }
        const auto end = text.find('@', at + 1);
        const auto word =
            end == std::string_view::npos ? words.end() : words.find(text.substr(at + 1, end - at - 1));
        if (word == words.end()) { // an image's own
            out += '@';
            text.remove_prefix(at + 1);
            continue;
        }
        out += filled(word->second, words);
        text.remove_prefix(end + 1);
    }
    return out;
}

QByteArray made(std::string_view text, const Words& words) {
    return QByteArray::fromStdString(filled(text, words));
}

Words wordsOf(int service, int revision, int scale) {
    return {{"svc", serviceName(service)},
            {"rev", revisionName(service, revision)},
            {"ns", namespaceOf(service)},
            {"gen", std::to_string(revision + 1)},
            {"cuid", uid('c', service, 0)},
            {"suid", uid('b', service, 0)},
            {"ruid", uid('d', service, revision)},
            {"kuid", uid('e', service, revision)},
            {"puid", uid('a', service, revision)},
            {"duid", uid('f', service, revision)},
            {"image", imageOf(service, revision)},
            {"scale", std::to_string(scale)},
            {"active", scale > 0 ? "True" : "False"},
            {"inactive",
             scale > 0 ? "" : R"(,"message":"The target is not receiving traffic.","reason":"NoTraffic")"},
            {"routing", scale > 0 ? "active" : "reserve"},
            {"reachability", scale > 0 ? "Reachable" : "Unreachable"},
            {"mode", scale > 0 ? "Serve" : "Proxy"},
            {"labels", text::revisionLabels},
            {"annotations", text::revisionAnnotations},
            {"template", text::podTemplate},
            {"split", text::split},
            {"destination", text::destination},
            {"meta", text::serviceMeta},
            {"mount", text::podMount},
            {"init", text::podInit},
            {"proxy", text::podProxy},
            {"user", text::podUser},
            {"queue", text::podQueue}};
}

test::ApiWrite creation(Kind kind, int service, const QByteArray& body) {
    return {"POST", test::pathOf(kind, namespaceOf(service)), body};
}

void addRevision(Batch& batch, int service, int revision, int scale) {
    auto words = wordsOf(service, revision, scale);
    batch.push_back(creation(Kind::Revision, service, made(text::revision, words)));
    batch.push_back(creation(Kind::PodAutoscaler, service, made(text::podAutoscaler, words)));
    batch.push_back(creation(Kind::ServerlessService, service, made(text::serverlessService, words)));
    words["type"] = "Public";
    words["name"] = words["rev"];
    batch.push_back(creation(Kind::Service, service, made(text::publicService, words)));
    words["type"] = "Private";
    words["name"] = words["rev"] + "-private";
    batch.push_back(creation(Kind::Service, service, made(text::privateService, words)));
    for (const bool isPrivate : {false, true}) {
        batch.push_back({"POST", "/api/v1/namespaces/" + namespaceOf(service) + "/endpoints",
                         endpointsJson(service, revision, isPrivate, 1)});
    }
}

void addService(Batch& batch, int service, int latest) {
    const auto words = wordsOf(service, latest, 1);
    batch.push_back(creation(Kind::KnativeService, service, made(text::knativeService, words)));
    batch.push_back(creation(Kind::Configuration, service, made(text::configuration, words)));
    batch.push_back(creation(Kind::Route, service, made(text::route, words)));
    batch.push_back(creation(Kind::KnativeIngress, service, made(text::ingress, words)));
    batch.push_back(creation(Kind::VirtualService, service, made(text::ingressVirtualService, words)));
    batch.push_back(creation(Kind::VirtualService, service, made(text::meshVirtualService, words)));
    batch.push_back(creation(Kind::Service, service, made(text::placeholder, words)));
    batch.push_back(creation(Kind::Pod, service, podJson(service, latest, 0)));
}

test::ApiWrite namespaceWrite(const std::string& name) {
    return {"POST", "/api/v1/namespaces",
            QByteArray::fromStdString(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":")" + name +
                                      R"(","labels":{"istio-injection":"enabled"}}})")};
}

} // namespace

Batch revisionWrites(int service, int revision, int scaled) {
    Batch batch;
    addRevision(batch, service, revision, scaled);
    return batch;
}

std::string namespaceOf(int service) {
    return "team-" + padded(service % namespaces, 2);
}

std::string revisionName(int service, int revision) {
    return serviceName(service) + "-" + padded(revision + 1, 5);
}

std::string podName(int service, int revision, int ordinal) {
    return revisionName(service, revision) + "-deployment-59cb685dc4-" + padded(ordinal, 5);
}

QByteArray revisionJson(int service, int revision, int scaled) {
    return made(text::revision, wordsOf(service, revision, scaled));
}

QByteArray endpointsJson(int service, int revision, bool isPrivate, int addresses) {
    auto words = wordsOf(service, revision, addresses);
    words["type"] = isPrivate ? "Private" : "Public";
    words["name"] = words["rev"] + (isPrivate ? "-private" : "");
    std::string list;
    for (int i = 0; i < addresses; ++i) {
        list += std::string(i == 0 ? "" : ",") + R"({"ip":")" + address(service, revision, i) +
                R"(","nodeName":"node-1","targetRef":{"kind":"Pod","name":")" +
                podName(service, revision, i) + R"(","namespace":"@ns@","uid":"@duid@"}})";
    }
    words["addresses"] = list;
    return made(text::endpoints, words);
}

QByteArray podJson(int service, int revision, int ordinal) {
    auto words = wordsOf(service, revision, 1);
    words["name"] = podName(service, revision, ordinal);
    words["node"] = std::to_string(service % 40);
    return made(text::pod, words);
}

QByteArray podStatusJson(int service, int revision, int ordinal) {
    auto words = wordsOf(service, revision, 1);
    words["ip"] = address(service, revision, ordinal);
    return made(text::podStatus, words);
}

void writeEstate(const EstateSize& size, const std::function<void(const Batch&)>& use) {
    Batch first;
    for (int i = 0; i < std::min(namespaces, size.services); ++i) {
        first.push_back(namespaceWrite(namespaceOf(i)));
    }
    first.push_back(namespaceWrite("istio-system"));
    first.push_back(namespaceWrite("knative-serving"));
    use(first);
    constexpr int together = 50; // Knative services a batch: their text is all that is held
    for (int from = 0; from < size.services; from += together) {
        Batch batch;
        Batch statuses;
        for (int service = from; service < std::min(from + together, size.services); ++service) {
            const int latest = size.revisions - 1;
            addService(batch, service, latest);
            statuses.push_back(test::statusOf(Kind::Pod, namespaceOf(service), podName(service, latest, 0),
                                              podStatusJson(service, latest, 0)));
            for (int revision = 0; revision < size.revisions; ++revision) {
                addRevision(batch, service, revision, revision == latest ? 1 : 0);
            }
        }
        use(batch);
        use(statuses);
    }
}

} // namespace plimsoll::bench
