// SPDX-License-Identifier: Apache-2.0
// What an answer means that is no success.
#include "kube/client.h"

#include <nlohmann/json.hpp>

namespace plimsoll::kube {
namespace {

using Json = nlohmann::json;

ErrorCode codeOf(int status) {
    switch (status) {
    case 401:
        return ErrorCode::Unauthorized;
    case 403:
        return ErrorCode::Forbidden;
    case 404:
        return ErrorCode::NotFound;
    case 409:
        return ErrorCode::Conflict;
    case 410:
        return ErrorCode::Gone;
    default:
        return ErrorCode::Server;
    }
}

std::string hintOf(int status) {
    switch (status) {
    case 401:
        return "Log in again, or check the credential of the context's user";
    case 403:
        return "Ask for this permission, or choose another context or namespace";
    case 409:
        return "Somebody else wrote first: look again and repeat";
    case 410:
        return "Ask again without a resourceVersion";
    case 429:
        return "The server is overloaded: wait a moment";
    default:
        return {};
    }
}

std::string httpWords(int status) {
    return "HTTP " + std::to_string(status);
}

std::optional<std::string> statusMessage(const QByteArray& body) {
    const auto status = Json::parse(body.begin(), body.end(), nullptr, false);
    if (!status.is_object()) {
        return std::nullopt;
    }
    const auto text = [&status](const char* member) -> std::string {
        const auto at = status.find(member);
        return at != status.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    if (text("kind") != "Status") {
        return std::nullopt;
    }
    const auto message = text("message");
    return message.empty() ? text("reason") : message;
}

} // namespace

std::optional<Error> check(const Response& response, const std::string& where) {
    if (response.status >= 200 && response.status < 300) {
        return std::nullopt;
    }
    Error error{codeOf(response.status), {}, where, hintOf(response.status), response.status};
    if (const auto message = statusMessage(response.body)) {
        error.what = message->empty() ? httpWords(response.status) : shortened(*message, 1000);
        // Where strangers are let in, whoever is not logged in is one of them, and is told what that one may
        // not.
        if (response.status == 403 && message->find("\"system:anonymous\"") != std::string::npos) {
            error.code = ErrorCode::Unauthorized;
            error.hint = hintOf(401);
        }
        return error;
    }
    const auto text = QString::fromUtf8(response.body).simplified().toStdString();
    if (response.status == 404 && text == "404 page not found") { // an API group that is not served
        error.what = "the server could not find the requested resource";
        return error;
    }
    if (text.find("HTTP request to an HTTPS server") != std::string::npos) {
        error.code = ErrorCode::Server;
        error.what = "the server speaks https, but its address says http";
        error.hint = "Write the server as https://";
        return error;
    }
    if (response.status != 401) { // a stranger's 403 or 404 says nothing about permissions or objects
        error.code = ErrorCode::Server;
    }
    if (response.status == 429 || response.status == 503) { // load balancers and API servers that start up
        error.what = httpWords(response.status) + (text.empty() ? "" : ": " + shortened(text));
        error.hint = "The server is starting or overloaded: wait a moment";
        return error;
    }
    error.what = httpWords(response.status) + ", and the answer is not from a Kubernetes API server" +
                 (text.empty() ? " (it is empty)" : ": " + shortened(text));
    error.hint = "Check the server's URL, and whether a proxy asks for a login";
    return error;
}

std::string encoded(std::string_view text) {
    static constexpr auto hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
            c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        }
    }
    return out;
}

} // namespace plimsoll::kube
