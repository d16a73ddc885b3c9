// SPDX-License-Identifier: Apache-2.0
#include "mesh/protocol.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

namespace plimsoll::mesh {
namespace {

constexpr std::array<std::pair<std::string_view, Protocol>, 12> words{{
    {"tcp", Protocol::Tcp},
    {"udp", Protocol::Udp},
    {"grpc", Protocol::Grpc},
    {"grpc-web", Protocol::GrpcWeb},
    {"http", Protocol::Http},
    {"http_proxy", Protocol::Http},
    {"http2", Protocol::Http2},
    {"https", Protocol::Tls},
    {"tls", Protocol::Tls},
    {"mongo", Protocol::Mongo},
    {"redis", Protocol::Tcp},
    {"mysql", Protocol::Tcp},
}};

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// SMTP, DNS, MySQL and MongoDB speak first, so sniffing would hang: they are TCP unless named.
bool isServerFirst(std::uint16_t number) {
    return number == 25 || number == 53 || number == 3306 || number == 27017;
}

} // namespace

Protocol protocolOfWord(std::string_view word) {
    const auto wanted = lower(word);
    const auto* it =
        std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == wanted; });
    return it == words.end() ? Protocol::Auto : it->second;
}

Protocol protocolOf(std::uint16_t number, std::string_view name, std::string_view transport,
                    std::string_view appProtocol) {
    if (transport == "UDP") {
        return Protocol::Udp;
    }
    if (appProtocol == "kubernetes.io/h2c") {
        return Protocol::Http2;
    }
    if (appProtocol == "kubernetes.io/ws") {
        return Protocol::Http;
    }
    if (appProtocol == "kubernetes.io/wss") {
        return Protocol::Tls;
    }
    const auto text = lower(appProtocol.empty() ? name : appProtocol);
    if (text.starts_with("grpc-web")) {
        return Protocol::GrpcWeb;
    }
    const auto found = protocolOfWord(std::string_view(text).substr(0, text.find('-')));
    if (found == Protocol::Auto && isServerFirst(number)) {
        return Protocol::Tcp;
    }
    return found;
}

} // namespace plimsoll::mesh
