// SPDX-License-Identifier: Apache-2.0
// Sources: kubernetes pkg/registry/core/{service,pod}, apimachinery pkg/util/proxy; measured with 1.20
// and 1.36.
#include "kube/proxypath.h"

#include "kube/scan.h"

namespace plimsoll::kube {
namespace {

bool isService(const ProxyTarget& target) {
    return target.kind == ProxyTarget::Kind::Service;
}

/// "https:prometheus:web", as the path and RBAC's resourceNames have it.
std::string segment(const ProxyTarget& target) {
    std::string text = target.scheme.empty() ? std::string() : encoded(target.scheme) + ":";
    text += encoded(target.name);
    if (!target.port.empty() || !target.scheme.empty()) {
        text += ':';
        text += encoded(target.port);
    }
    return text;
}

std::string whatOf(const ProxyTarget& target) {
    return (isService(target) ? "Service " : "Pod ") + shortened(target.ns) + "/" + shortened(target.name) +
           (target.port.empty() ? "" : " port " + shortened(target.port));
}

/// The message of a Status object; nothing when the body is none.
std::optional<std::string> statusMessage(std::string_view body) {
    std::string kind;
    std::string message;
    eachMember(body, [&](std::string_view key, std::string_view value) {
        if (key == "kind") {
            kind = stringOf(value).value_or(std::string());
        } else if (key == "message") {
            message = stringOf(value).value_or(std::string());
        }
        return true;
    });
    return kind == "Status" ? std::optional(message) : std::nullopt;
}

bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

void explain(Error& error, const ProxyTarget& target, const std::string& message) {
    if (says(message, "no service port")) {
        error.code = ErrorCode::NotFound;
        error.hint = "Use the number or name of the Service's port, not the pod's port behind it";
    } else if (says(message, "no endpoints available")) {
        error.code = ErrorCode::Unreachable;
        error.hint = target.port.empty() ? "No pod behind it is ready, or it has several ports: name one"
                                         : "No pod behind it is ready";
    } else if (says(message, "rror trying to reach service")) {
        error.code = ErrorCode::Unreachable;
        error.hint = says(message, "refused") ? "Nothing listens on this port in the pod"
                                              : "The API server cannot reach the pod: check network policies "
                                                "and whether the pod is running";
    } else if (error.httpStatus == 403) {
        error.code = ErrorCode::Forbidden;
        error.hint = std::string("A role must allow get on ") +
                     (isService(target) ? "services/proxy" : "pods/proxy") + ", by exactly the name \"" +
                     segment(target) + "\" where it names any";
    }
}

} // namespace

std::string proxyPath(const ProxyTarget& target, const std::string& path) {
    return "/api/v1/namespaces/" + encoded(target.ns) + (isService(target) ? "/services/" : "/pods/") +
           segment(target) + "/proxy" + path;
}

std::optional<Error> checkProxied(const Response& response, const ProxyTarget& target) {
    const auto what = whatOf(target);
    const std::string_view body(response.body.constData(), static_cast<std::size_t>(response.body.size()));
    const auto message = statusMessage(body);
    auto error = check(response, what);
    if (!error) {
        return std::nullopt;
    }
    const auto text = QString::fromUtf8(response.body.left(2'000)).simplified().toStdString();
    if (!message && !says(text, "rror trying to reach service")) {
        error->code = ErrorCode::Server;
        error->what = "it answered HTTP " + std::to_string(response.status) +
                      (text.empty() ? std::string() : ": " + shortened(text, 200));
        error->hint = response.status == 401 ? "It wants a login, and the API server passes none on: use a "
                                               "port-forward instead"
                                             : std::string();
        return error;
    }
    if (!message) {
        error->what = shortened(text, 300);
    }
    explain(*error, target, message.value_or(text));
    return error;
}

void getThrough(Client& client, const ProxyTarget& target, const std::string& path,
                std::function<void(Result<Response>)> done) {
    Request request;
    request.path = proxyPath(target, path);
    request.accept = "*/*";
    client.send(std::move(request), [target, done = std::move(done)](Result<Response> answer) {
        if (answer) {
            if (auto error = checkProxied(*answer, target)) {
                done(tl::unexpected(std::move(*error)));
                return;
            }
        }
        done(std::move(answer));
    });
}

} // namespace plimsoll::kube
