// SPDX-License-Identifier: Apache-2.0
// The objects of the estate as text: @words@ are replaced. Shapes: Knative Serving 1.20, net-istio,
// Istio 1.30.
#pragma once

namespace plimsoll::bench::text {

inline constexpr auto revisionLabels = R"("app":"@rev@","serving.knative.dev/configuration":"@svc@",
"serving.knative.dev/configurationGeneration":"@gen@","serving.knative.dev/configurationUID":"@cuid@",
"serving.knative.dev/revision":"@rev@","serving.knative.dev/revisionUID":"@ruid@",
"serving.knative.dev/service":"@svc@","serving.knative.dev/serviceUID":"@suid@","team":"@ns@")";

inline constexpr auto revisionAnnotations = R"("autoscaling.knative.dev/class":"kpa.autoscaling.knative.dev",
"autoscaling.knative.dev/min-scale":"1","serving.knative.dev/creator":"system:serviceaccount:deploy:deployer")";

inline constexpr auto podTemplate = R"({"metadata":{"annotations":{"autoscaling.knative.dev/min-scale":"1"},
"labels":{"team":"@ns@"}},"spec":{"containerConcurrency":50,"containers":[{"env":[{"name":"RELEASE","value":"@gen@"},
{"name":"DB_HOST","value":"postgres.infra.svc.cluster.local"}],"image":"@image@","name":"user-container",
"readinessProbe":{"successThreshold":1,"tcpSocket":{"port":0}},
"resources":{"requests":{"cpu":"100m","memory":"128Mi"}}}],"enableServiceLinks":false,"timeoutSeconds":300}})";

inline constexpr auto knativeService = R"({"apiVersion":"serving.knative.dev/v1","kind":"Service","metadata":{
"annotations":{"serving.knative.dev/creator":"admin","serving.knative.dev/lastModifier":"admin"},"name":"@svc@",
"namespace":"@ns@"},"spec":{"template":@template@,"traffic":[{"latestRevision":true,"percent":100}]},
"status":{"address":{"url":"http://@svc@.@ns@.svc.cluster.local"},"conditions":[
{"lastTransitionTime":"2026-11-21T08:09:36Z","status":"True","type":"ConfigurationsReady"},
{"lastTransitionTime":"2026-11-21T08:09:37Z","status":"True","type":"Ready"},
{"lastTransitionTime":"2026-11-21T08:09:37Z","status":"True","type":"RoutesReady"}],
"latestCreatedRevisionName":"@rev@","latestReadyRevisionName":"@rev@","observedGeneration":1,
"traffic":[{"latestRevision":true,"percent":100,"revisionName":"@rev@"}],"url":"http://@svc@.@ns@.example.com"}})";

inline constexpr auto configuration =
    R"({"apiVersion":"serving.knative.dev/v1","kind":"Configuration","metadata":{
"annotations":{"serving.knative.dev/creator":"admin","serving.knative.dev/routes":"@svc@"},
"labels":{"serving.knative.dev/service":"@svc@","serving.knative.dev/serviceUID":"@suid@"},"name":"@svc@",
"namespace":"@ns@"},"spec":{"template":@template@},"status":{"conditions":[
{"lastTransitionTime":"2026-11-21T08:09:36Z","status":"True","type":"Ready"}],
"latestCreatedRevisionName":"@rev@","latestReadyRevisionName":"@rev@","observedGeneration":1}})";

inline constexpr auto route = R"({"apiVersion":"serving.knative.dev/v1","kind":"Route","metadata":{
"annotations":{"serving.knative.dev/creator":"admin","serving.knative.dev/lastModifier":"admin"},
"labels":{"serving.knative.dev/service":"@svc@"},"name":"@svc@","namespace":"@ns@"},
"spec":{"traffic":[{"configurationName":"@svc@","latestRevision":true,"percent":100}]},
"status":{"address":{"url":"http://@svc@.@ns@.svc.cluster.local"},"conditions":[
{"lastTransitionTime":"2026-11-21T08:09:22Z","status":"True","type":"AllTrafficAssigned"},
{"lastTransitionTime":"2026-11-21T08:09:22Z","message":"external-domain-tls is not enabled",
"reason":"TLSNotEnabled","status":"True","type":"CertificateProvisioned"},
{"lastTransitionTime":"2026-11-21T08:09:37Z","status":"True","type":"IngressReady"},
{"lastTransitionTime":"2026-11-21T08:09:37Z","status":"True","type":"Ready"}],"observedGeneration":1,
"traffic":[{"latestRevision":true,"percent":100,"revisionName":"@rev@"}],"url":"http://@svc@.@ns@.example.com"}})";

inline constexpr auto ingress = R"({"apiVersion":"networking.internal.knative.dev/v1alpha1","kind":"Ingress",
"metadata":{"annotations":{"networking.knative.dev/ingress.class":"istio.ingress.networking.knative.dev",
"serving.knative.dev/creator":"admin"},"labels":{"serving.knative.dev/route":"@svc@",
"serving.knative.dev/routeNamespace":"@ns@","serving.knative.dev/service":"@svc@"},"name":"@svc@","namespace":"@ns@"},
"spec":{"httpOption":"Enabled","rules":[{"hosts":["@svc@.@ns@","@svc@.@ns@.svc","@svc@.@ns@.svc.cluster.local"],
"http":{"paths":[{"splits":[@split@]}]},"visibility":"ClusterLocal"},{"hosts":["@svc@.@ns@.example.com"],
"http":{"paths":[{"splits":[@split@]}]},"visibility":"ExternalIP"}]},"status":{"conditions":[
{"lastTransitionTime":"2026-11-21T08:09:37Z","status":"True","type":"LoadBalancerReady"},
{"lastTransitionTime":"2026-11-21T08:09:22Z","status":"True","type":"NetworkConfigured"},
{"lastTransitionTime":"2026-11-21T08:09:37Z","status":"True","type":"Ready"}],"observedGeneration":1,
"privateLoadBalancer":{"ingress":[{"domainInternal":"knative-local-gateway.istio-system.svc.cluster.local"}]},
"publicLoadBalancer":{"ingress":[{"domainInternal":"istio-ingressgateway.istio-system.svc.cluster.local"}]}}})";

inline constexpr auto split = R"({"appendHeaders":{"Knative-Serving-Namespace":"@ns@",
"Knative-Serving-Revision":"@rev@"},"percent":100,"serviceName":"@rev@","serviceNamespace":"@ns@","servicePort":80})";

inline constexpr auto ingressVirtualService =
    R"({"apiVersion":"networking.istio.io/v1","kind":"VirtualService",
"metadata":{"annotations":{"networking.knative.dev/ingress.class":"istio.ingress.networking.knative.dev"},
"labels":{"networking.internal.knative.dev/ingress":"@svc@","serving.knative.dev/route":"@svc@",
"serving.knative.dev/routeNamespace":"@ns@"},"name":"@svc@-ingress","namespace":"@ns@"},"spec":{
"gateways":["knative-serving/knative-ingress-gateway","knative-serving/knative-local-gateway"],
"hosts":["@svc@.@ns@.example.com","@svc@.@ns@","@svc@.@ns@.svc","@svc@.@ns@.svc.cluster.local"],"http":[
{"headers":{"request":{"set":{"K-Network-Hash":"b5a2b2d5f7a0e1f6"}}},"match":[{"authority":{"prefix":"@svc@.@ns@"},
"gateways":["knative-serving/knative-local-gateway"],"headers":{"K-Network-Hash":{"exact":"override"}}}],
"retries":{},"route":[@destination@]},{"match":[{"authority":{"prefix":"@svc@.@ns@.example.com"},
"gateways":["knative-serving/knative-ingress-gateway"]}],"retries":{},"route":[@destination@]},
{"match":[{"authority":{"prefix":"@svc@.@ns@"},"gateways":["knative-serving/knative-local-gateway"]}],
"retries":{},"route":[@destination@]}]}})";

inline constexpr auto meshVirtualService = R"({"apiVersion":"networking.istio.io/v1","kind":"VirtualService",
"metadata":{"annotations":{"networking.knative.dev/ingress.class":"istio.ingress.networking.knative.dev"},
"labels":{"networking.internal.knative.dev/ingress":"@svc@"},"name":"@svc@-mesh","namespace":"@ns@"},"spec":{
"gateways":["mesh"],"hosts":["@svc@.@ns@","@svc@.@ns@.svc","@svc@.@ns@.svc.cluster.local"],"http":[
{"match":[{"authority":{"prefix":"@svc@.@ns@"},"gateways":["mesh"]}],"retries":{},"route":[@destination@]}]}})";

inline constexpr auto destination =
    R"({"destination":{"host":"@rev@.@ns@.svc.cluster.local","port":{"number":80}},
"headers":{"request":{"set":{"Knative-Serving-Namespace":"@ns@","Knative-Serving-Revision":"@rev@"}}},"weight":100})";

inline constexpr auto placeholder = R"({"apiVersion":"v1","kind":"Service","metadata":{
"annotations":{"serving.knative.dev/creator":"admin"},"labels":{"serving.knative.dev/route":"@svc@",
"serving.knative.dev/service":"@svc@"},"name":"@svc@","namespace":"@ns@"},"spec":{
"externalName":"knative-local-gateway.istio-system.svc.cluster.local","ports":[{"name":"http2","port":80,
"protocol":"TCP","targetPort":80}],"sessionAffinity":"None","type":"ExternalName"}})";

inline constexpr auto revision = R"({"apiVersion":"serving.knative.dev/v1","kind":"Revision","metadata":{
"annotations":{"autoscaling.knative.dev/min-scale":"1","serving.knative.dev/creator":"admin",
"serving.knative.dev/routingStateModified":"2026-11-21T08:09:27Z"},"labels":{
"serving.knative.dev/configuration":"@svc@","serving.knative.dev/configurationGeneration":"@gen@",
"serving.knative.dev/configurationUID":"@cuid@","serving.knative.dev/routingState":"@routing@",
"serving.knative.dev/service":"@svc@","serving.knative.dev/serviceUID":"@suid@","team":"@ns@"},"name":"@rev@",
"namespace":"@ns@","ownerReferences":[{"apiVersion":"serving.knative.dev/v1","blockOwnerDeletion":true,
"controller":true,"kind":"Configuration","name":"@svc@","uid":"@cuid@"}]},"spec":{"containerConcurrency":50,
"containers":[{"env":[{"name":"RELEASE","value":"@gen@"},{"name":"DB_HOST",
"value":"postgres.infra.svc.cluster.local"}],"image":"@image@","name":"user-container","readinessProbe":{
"successThreshold":1,"tcpSocket":{"port":0}},"resources":{"requests":{"cpu":"100m","memory":"128Mi"}}}],
"enableServiceLinks":false,"timeoutSeconds":300},"status":{"actualReplicas":@scale@,"conditions":[
{"lastTransitionTime":"2026-11-21T08:09:36Z"@inactive@,"severity":"Info","status":"@active@","type":"Active"},
{"lastTransitionTime":"2026-11-21T08:09:21Z","status":"True","type":"ContainerHealthy"},
{"lastTransitionTime":"2026-11-21T08:09:22Z","status":"True","type":"Ready"},
{"lastTransitionTime":"2026-11-21T08:09:22Z","status":"True","type":"ResourcesAvailable"}],
"containerStatuses":[{"imageDigest":"@image@","name":"user-container"}],"desiredReplicas":@scale@,
"observedGeneration":1}})";

inline constexpr auto podAutoscaler = R"({"apiVersion":"autoscaling.internal.knative.dev/v1alpha1",
"kind":"PodAutoscaler","metadata":{"annotations":{@annotations@,"autoscaling.knative.dev/metric":"concurrency"},
"labels":{@labels@},"name":"@rev@","namespace":"@ns@","ownerReferences":[{"apiVersion":"serving.knative.dev/v1",
"blockOwnerDeletion":true,"controller":true,"kind":"Revision","name":"@rev@","uid":"@ruid@"}]},"spec":{
"containerConcurrency":50,"protocolType":"http1","reachability":"@reachability@","scaleTargetRef":{
"apiVersion":"apps/v1","kind":"Deployment","name":"@rev@-deployment"}},"status":{"actualScale":@scale@,"conditions":[
{"lastTransitionTime":"2026-11-21T08:09:36Z"@inactive@,"status":"@active@","type":"Active"},
{"lastTransitionTime":"2026-11-21T08:09:36Z"@inactive@,"status":"@active@","type":"Ready"},
{"lastTransitionTime":"2026-11-21T08:09:21Z","status":"True","type":"ScaleTargetInitialized"}],
"desiredScale":@scale@,"metricsServiceName":"@rev@-private","observedGeneration":1,"serviceName":"@rev@"}})";

inline constexpr auto serverlessService = R"({"apiVersion":"networking.internal.knative.dev/v1alpha1",
"kind":"ServerlessService","metadata":{"annotations":{@annotations@},"labels":{@labels@},"name":"@rev@",
"namespace":"@ns@","ownerReferences":[{"apiVersion":"autoscaling.internal.knative.dev/v1alpha1",
"blockOwnerDeletion":true,"controller":true,"kind":"PodAutoscaler","name":"@rev@","uid":"@puid@"}]},"spec":{
"mode":"@mode@","numActivators":3,"objectRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"@rev@-deployment"},
"protocolType":"http1"},"status":{"conditions":[{"lastTransitionTime":"2026-11-21T08:09:21Z",
"message":"Revision is backed by Activator","reason":"ActivatorEndpointsPopulated","severity":"Info",
"status":"True","type":"ActivatorEndpointsPopulated"},{"lastTransitionTime":"2026-11-21T08:09:37Z",
"message":"K8s Service is not ready","reason":"NoHealthyBackends","status":"Unknown","type":"EndpointsPopulated"},
{"lastTransitionTime":"2026-11-21T08:09:37Z","message":"K8s Service is not ready","reason":"NoHealthyBackends",
"status":"Unknown","type":"Ready"}],"observedGeneration":1,"privateServiceName":"@rev@-private",
"serviceName":"@rev@"}})";

inline constexpr auto serviceMeta = R"("metadata":{"annotations":{@annotations@},"labels":{@labels@,
"networking.internal.knative.dev/serverlessservice":"@rev@","networking.internal.knative.dev/serviceType":"@type@"},
"name":"@name@","namespace":"@ns@","ownerReferences":[{"apiVersion":"networking.internal.knative.dev/v1alpha1",
"kind":"ServerlessService","name":"@rev@","uid":"@kuid@","controller":true,"blockOwnerDeletion":true}]})";

inline constexpr auto publicService = R"({"apiVersion":"v1","kind":"Service",@meta@,"spec":{"ports":[
{"name":"http","protocol":"TCP","port":80,"targetPort":8012},
{"name":"https","protocol":"TCP","port":443,"targetPort":8112}],"type":"ClusterIP"}})";

inline constexpr auto privateService = R"({"apiVersion":"v1","kind":"Service",@meta@,"spec":{"ports":[
{"name":"http","protocol":"TCP","port":80,"targetPort":8012},
{"name":"https","protocol":"TCP","port":443,"targetPort":8112},
{"name":"http-autometric","protocol":"TCP","port":9090,"targetPort":"http-autometric"},
{"name":"http-usermetric","protocol":"TCP","port":9091,"targetPort":"http-usermetric"},
{"name":"http-istio","protocol":"TCP","port":8012,"targetPort":8012}],
"selector":{"serving.knative.dev/revisionUID":"@ruid@"},"type":"ClusterIP"}})";

inline constexpr auto endpoints =
    R"({"apiVersion":"v1","kind":"Endpoints",@meta@,"subsets":[{"addresses":[@addresses@],
"ports":[{"name":"http","port":8012,"protocol":"TCP"},{"name":"https","port":8112,"protocol":"TCP"}]}]})";

} // namespace plimsoll::bench::text
