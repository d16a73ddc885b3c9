// SPDX-License-Identifier: Apache-2.0
// Fresh reads and patches on the demo estate behave as on an API server.
#include "demofixture.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

using namespace plimsoll;
using cluster::Kind;
using nlohmann::json;
using test::Demo;

namespace {

constexpr const char* exportTo = "networking.istio.io/exportTo";

json parsed(const Result<std::string>& text) {
    return text ? json::parse(*text, nullptr, false) : json();
}

cluster::Patch annotate(const char* name, const json& value, const json& resourceVersion = json()) {
    json meta = {{"annotations", {{exportTo, value}}}};
    if (!resourceVersion.is_null()) {
        meta["resourceVersion"] = resourceVersion;
    }
    return {Kind::Service, "shop", name, json{{"metadata", meta}}.dump(), false};
}

long long versionOf(const json& object) {
    return std::stoll(object.at("metadata").at("resourceVersion").get<std::string>());
}

} // namespace

class AccessTest final : public QObject {
    Q_OBJECT

private slots:
    void patchSetsAndNullRemoves() {
        Demo demo;
        const json before = parsed(demo.get(Kind::Service, "shop", "cart-00003"));
        QVERIFY(!before.at("metadata").at("annotations").contains(exportTo));

        const json hidden =
            parsed(demo.patch(annotate("cart-00003", "~", before.at("metadata").at("resourceVersion"))));
        QCOMPARE(hidden.at("metadata").at("annotations").at(exportTo).get<std::string>(), std::string("~"));
        QVERIFY(versionOf(hidden) > versionOf(before));
        QVERIFY(parsed(demo.get(Kind::Service, "shop", "cart-00003")) == hidden);
        const auto* service = demo.cluster.find<cluster::Service>("shop", "cart-00003");
        QCOMPARE(cluster::valueOf(service->meta.annotations, exportTo), std::string_view("~"));
        QCOMPARE(service->meta.resourceVersion.str(),
                 hidden.at("metadata").at("resourceVersion").get<std::string>());

        json shown = parsed(demo.patch(annotate("cart-00003", nullptr)));
        QVERIFY(versionOf(shown) > versionOf(hidden));
        shown["metadata"]["resourceVersion"] = before.at("metadata").at("resourceVersion");
        QVERIFY(shown == before); // all else is as it was
        QVERIFY(!cluster::has(demo.cluster.find<cluster::Service>("shop", "cart-00003")->meta.annotations,
                              exportTo));
    }

    void generatedAnnotationCanBeRemoved() {
        Demo demo;
        QVERIFY(demo.revision("shop", "cart-00001")->publicExportTo);
        QVERIFY(demo.patch(annotate("cart-00001", nullptr)));
        QVERIFY(demo.patch(annotate("cart-00001-private", nullptr)));
        QVERIFY(demo.revision("shop", "cart-00001")->visibility == knative::Visibility::Visible);
    }

    void staleResourceVersionIsAConflict() {
        Demo demo;
        const json before = parsed(demo.get(Kind::Service, "shop", "cart-00003"));
        QVERIFY(demo.patch(annotate("cart-00003", "~")));
        const auto late =
            demo.patch(annotate("cart-00003", "other", before.at("metadata").at("resourceVersion")));
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Conflict);
        QCOMPARE(late.error().httpStatus, 409);
        QVERIFY(late.error().sentence().find("cart-00003") != std::string::npos);
        const json now = parsed(demo.get(Kind::Service, "shop", "cart-00003"));
        QCOMPARE(now.at("metadata").at("annotations").at(exportTo).get<std::string>(), std::string("~"));
    }

    void dryRunChangesNothing() {
        Demo demo;
        const json before = parsed(demo.get(Kind::Service, "shop", "cart-00003"));
        auto patch = annotate("cart-00003", "~", before.at("metadata").at("resourceVersion"));
        patch.dryRun = true;
        const json answer = parsed(demo.patch(patch));
        QCOMPARE(answer.at("metadata").at("annotations").at(exportTo).get<std::string>(), std::string("~"));
        QVERIFY(parsed(demo.get(Kind::Service, "shop", "cart-00003")) == before);
        QVERIFY(!cluster::has(demo.cluster.find<cluster::Service>("shop", "cart-00003")->meta.annotations,
                              exportTo));
    }

    void patchThatChangesNothingKeepsTheVersion() {
        Demo demo;
        const json once = parsed(demo.patch(annotate("cart-00003", "~")));
        QVERIFY(parsed(demo.patch(annotate("cart-00003", "~"))) == once);
    }

    void whatDoesNotExistIsNotFound() {
        Demo demo;
        QCOMPARE(demo.get(Kind::Service, "shop", "nothing").error().code, ErrorCode::NotFound);
        QCOMPARE(demo.get(Kind::Service, "nowhere", "cart-00001").error().code, ErrorCode::NotFound);
        QCOMPARE(demo.patch(annotate("nothing", "~")).error().code, ErrorCode::NotFound);
        QVERIFY(demo.list(Kind::Service, "nowhere")->items.empty());
    }

    void brokenPatchIsRefused() {
        Demo demo;
        for (const char* body : {"", "[]", "null", "{", "\"x\""}) {
            QVERIFY(!demo.patch({Kind::Service, "shop", "cart-00003", body, false}));
        }
        const json before = parsed(demo.get(Kind::Service, "shop", "cart-00003"));
        QVERIFY(!demo.patch({Kind::Service, "shop", "cart-00003", R"({"metadata":7})", false}));
        QVERIFY(parsed(demo.get(Kind::Service, "shop", "cart-00003")) == before);
    }

    void identityCannotBePatched() {
        Demo demo;
        const json before = parsed(demo.get(Kind::Service, "shop", "cart-00003"));
        const json after = parsed(demo.patch({Kind::Service, "shop", "cart-00003",
                                              R"({"kind":"Pod","metadata":{"name":"x","uid":"y"}})", false}));
        QVERIFY(after == before);
    }

    void listHoldsWhatTheClusterHolds() {
        Demo demo;
        for (const auto& known : cluster::allKinds()) {
            const auto list = demo.list(known.kind, "");
            QVERIFY(list->served);
            QCOMPARE(list->items.size(), demo.cluster.status(known.kind).objects);
        }
        const auto inShop = demo.list(Kind::Route, "shop");
        const auto [first, last] = demo.cluster.in<cluster::Route>("shop");
        QCOMPARE(inShop->items.size(), static_cast<std::size_t>(std::distance(first, last)));
        QVERIFY(std::stoll(inShop->resourceVersion) > 0);
    }

    void objectsNameTheirKindAndOwner() {
        Demo demo;
        const json revision = parsed(demo.get(Kind::Revision, "shop", "cart-00003"));
        QCOMPARE(revision.at("apiVersion").get<std::string>(), std::string("serving.knative.dev/v1"));
        const json configuration = parsed(demo.get(Kind::Configuration, "shop", "cart"));
        QVERIFY(revision.at("metadata").at("ownerReferences")[0].at("uid") ==
                configuration.at("metadata").at("uid"));
        const json privateService = parsed(demo.get(Kind::Service, "shop", "cart-00003-private"));
        QVERIFY(privateService.at("spec").at("selector").at("serving.knative.dev/revisionUID") ==
                revision.at("metadata").at("uid"));
        QVERIFY(!parsed(demo.get(Kind::Service, "shop", "cart-00003")).at("spec").contains("selector"));
        QCOMPARE(parsed(demo.get(Kind::Service, "shop", "cart")).at("spec").at("type").get<std::string>(),
                 std::string("ExternalName"));
    }
};

PLIMSOLL_TEST(AccessTest)
#include "tst_access.moc"
