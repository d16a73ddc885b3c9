// SPDX-License-Identifier: Apache-2.0
// A pod of a Knative revision with a native Istio sidecar, as admission leaves it: two thirds of it are
// environment, volumes and mounts that nobody here reads.
#pragma once

namespace plimsoll::bench::text {

inline constexpr auto podMount = R"({"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount",
"name":"kube-api-access-966gc","readOnly":true})";

inline constexpr auto podInit = R"({"name":"istio-init","image":"docker.io/istio/proxyv2:1.30.3","args":[
"istio-iptables","-p","15001","-z","15006","-u","1337","-m","REDIRECT","-i","*","-x","","-b","*","-d",
"15090,15021,15020","--log_output_level=default:info"],"resources":{"limits":{"cpu":"2","memory":"1Gi"},
"requests":{"cpu":"100m","memory":"128Mi"}},"securityContext":{"capabilities":{"add":["NET_ADMIN","NET_RAW"],
"drop":["ALL"]},"privileged":false,"runAsGroup":0,"runAsNonRoot":false,"runAsUser":0},"volumeMounts":[@mount@]})";

inline constexpr auto podProxy =
    R"({"name":"istio-proxy","image":"docker.io/istio/proxyv2:1.30.3","args":["proxy",
"sidecar","--domain","$(POD_NAMESPACE).svc.cluster.local","--proxyLogLevel=warning",
"--proxyComponentLogLevel=misc:error","--log_output_level=default:info"],"restartPolicy":"Always","env":[
{"name":"PILOT_CERT_PROVIDER","value":"istiod"},{"name":"CA_ADDR","value":"istiod.istio-system.svc:15012"},
{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},
{"name":"POD_NAMESPACE","valueFrom":{"fieldRef":{"fieldPath":"metadata.namespace"}}},
{"name":"INSTANCE_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},
{"name":"SERVICE_ACCOUNT","valueFrom":{"fieldRef":{"fieldPath":"spec.serviceAccountName"}}},
{"name":"HOST_IP","valueFrom":{"fieldRef":{"fieldPath":"status.hostIP"}}},
{"name":"ISTIO_CPU_LIMIT","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu","divisor":"1"}}},
{"name":"PROXY_CONFIG","value":"{}\n"},
{"name":"ISTIO_META_POD_PORTS","value":"[\n {\"name\":\"user-port\",\"containerPort\":8080,\"protocol\":\"TCP\"}\n]"},
{"name":"ISTIO_META_APP_CONTAINERS","value":"user-container,queue-proxy"},
{"name":"GOMEMLIMIT","valueFrom":{"resourceFieldRef":{"resource":"limits.memory","divisor":"1"}}},
{"name":"ISTIO_META_CLUSTER_ID","value":"Kubernetes"},{"name":"ISTIO_META_INTERCEPTION_MODE","value":"REDIRECT"},
{"name":"ISTIO_META_WORKLOAD_NAME","value":"@rev@-deployment"},
{"name":"ISTIO_META_OWNER","value":"kubernetes://apis/apps/v1/namespaces/@ns@/deployments/@rev@-deployment"},
{"name":"ISTIO_META_MESH_ID","value":"cluster.local"},{"name":"TRUST_DOMAIN","value":"cluster.local"}],
"ports":[{"containerPort":15090,"name":"http-envoy-prom","protocol":"TCP"}],
"readinessProbe":{"failureThreshold":4,"httpGet":{"path":"/healthz/ready","port":15021,"scheme":"HTTP"},
"periodSeconds":15,"timeoutSeconds":3},"resources":{"limits":{"cpu":"2","memory":"1Gi"},"requests":{"cpu":"100m",
"memory":"128Mi"}},"volumeMounts":[{"mountPath":"/var/run/secrets/workload-spiffe-uds","name":"workload-socket"},
{"mountPath":"/var/run/secrets/istio","name":"istiod-ca-cert"},{"mountPath":"/var/lib/istio/data",
"name":"istio-data"},{"mountPath":"/etc/istio/proxy","name":"istio-envoy"},
{"mountPath":"/var/run/secrets/tokens","name":"istio-token"},{"mountPath":"/etc/istio/pod","name":"istio-podinfo"},
@mount@]})";

inline constexpr auto podUser =
    R"({"name":"user-container","image":"@image@","env":[{"name":"RELEASE","value":"@gen@"},
{"name":"DB_HOST","value":"postgres.infra.svc.cluster.local"},{"name":"PORT","value":"8080"},
{"name":"K_REVISION","value":"@rev@"},{"name":"K_CONFIGURATION","value":"@svc@"},{"name":"K_SERVICE","value":"@svc@"}],
"lifecycle":{"preStop":{"httpGet":{"path":"/wait-for-drain","port":8022,"scheme":"HTTP"}}},
"ports":[{"containerPort":8080,"name":"user-port","protocol":"TCP"}],
"resources":{"requests":{"cpu":"100m","memory":"128Mi"}},"terminationMessagePolicy":"FallbackToLogsOnError",
"volumeMounts":[@mount@]})";

inline constexpr auto podQueue = R"({"name":"queue-proxy",
"image":"gcr.io/knative-releases/knative.dev/serving/cmd/queue@sha256:abababababababababababababababab","env":[
{"name":"SERVING_NAMESPACE","value":"@ns@"},{"name":"SERVING_SERVICE","value":"@svc@"},
{"name":"SERVING_CONFIGURATION","value":"@svc@"},{"name":"SERVING_REVISION","value":"@rev@"},
{"name":"QUEUE_SERVING_PORT","value":"8012"},{"name":"QUEUE_SERVING_TLS_PORT","value":"8112"},
{"name":"CONTAINER_CONCURRENCY","value":"50"},{"name":"REVISION_TIMEOUT_SECONDS","value":"300"},
{"name":"REVISION_RESPONSE_START_TIMEOUT_SECONDS","value":"0"},
{"name":"SERVING_POD","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},
{"name":"SERVING_POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},{"name":"SERVING_LOGGING_CONFIG"},
{"name":"USER_PORT","value":"8080"},{"name":"SYSTEM_NAMESPACE","value":"knative-serving"},
{"name":"SERVING_READINESS_PROBE",
"value":"{\"tcpSocket\":{\"port\":8080,\"host\":\"127.0.0.1\"},\"successThreshold\":1}"},
{"name":"HOST_IP","valueFrom":{"fieldRef":{"fieldPath":"status.hostIP"}}},
{"name":"OBSERVABILITY_CONFIG",
"value":"{\"tracing\":{\"protocol\":\"none\"},\"metrics\":{\"protocol\":\"none\"},\"runtime\":{\"profiling\":\"disabled\"}}"}],
"ports":[{"containerPort":9090,"name":"http-autometric","protocol":"TCP"},
{"containerPort":9091,"name":"http-usermetric","protocol":"TCP"},
{"containerPort":8012,"name":"queue-port","protocol":"TCP"},{"containerPort":8112,"name":"https-port","protocol":"TCP"}],
"readinessProbe":{"httpGet":{"httpHeaders":[{"name":"K-Network-Probe","value":"queue"}],"path":"/","port":8012,
"scheme":"HTTP"}},"resources":{"requests":{"cpu":"25m"}},"securityContext":{"allowPrivilegeEscalation":false,
"readOnlyRootFilesystem":true,"runAsNonRoot":true},"volumeMounts":[@mount@]})";

inline constexpr auto pod =
    R"({"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"istio.io/rev":"default",
"kubectl.kubernetes.io/default-container":"user-container","prometheus.io/path":"/stats/prometheus",
"prometheus.io/port":"15020","prometheus.io/scrape":"true","serving.knative.dev/creator":"admin",
"sidecar.istio.io/status":"{\"initContainers\":[\"istio-init\",\"istio-proxy\"],\"containers\":null,\"volumes\":[\"workload-socket\",\"istio-envoy\",\"istio-data\",\"istio-podinfo\",\"istio-token\",\"istiod-ca-cert\"],\"revision\":\"default\"}"},
"labels":{@labels@,"pod-template-hash":"59cb685dc4","security.istio.io/tlsMode":"istio",
"service.istio.io/canonical-name":"@svc@","service.istio.io/canonical-revision":"@rev@"},"name":"@name@",
"namespace":"@ns@","ownerReferences":[{"apiVersion":"apps/v1","blockOwnerDeletion":true,"controller":true,
"kind":"ReplicaSet","name":"@rev@-deployment-59cb685dc4","uid":"@duid@"}]},"spec":{"affinity":{"podAntiAffinity":{
"preferredDuringSchedulingIgnoredDuringExecution":[{"podAffinityTerm":{"labelSelector":{"matchLabels":{
"serving.knative.dev/revision":"@rev@"}},"topologyKey":"kubernetes.io/hostname"},"weight":100}]}},
"containers":[@user@,@queue@],"initContainers":[@init@,@proxy@],"nodeName":"node-@node@","serviceAccountName":"default",
"terminationGracePeriodSeconds":300,"tolerations":[
{"effect":"NoExecute","key":"node.kubernetes.io/not-ready","operator":"Exists","tolerationSeconds":300},
{"effect":"NoExecute","key":"node.kubernetes.io/unreachable","operator":"Exists","tolerationSeconds":300}],"volumes":[
{"emptyDir":{},"name":"workload-socket"},{"emptyDir":{"medium":"Memory"},"name":"istio-envoy"},
{"emptyDir":{},"name":"istio-data"},{"downwardAPI":{"items":[{"fieldRef":{"fieldPath":"metadata.labels"},
"path":"labels"},{"fieldRef":{"fieldPath":"metadata.annotations"},"path":"annotations"}]},"name":"istio-podinfo"},
{"name":"istio-token","projected":{"sources":[{"serviceAccountToken":{"audience":"istio-ca",
"expirationSeconds":43200,"path":"istio-token"}}]}},{"configMap":{"name":"istio-ca-root-cert"},"name":"istiod-ca-cert"},
{"name":"kube-api-access-966gc","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,
"path":"token"}},{"configMap":{"items":[{"key":"ca.crt","path":"ca.crt"}],"name":"kube-root-ca.crt"}}]}}]}})";

inline constexpr auto podStatus = R"({"phase":"Running","conditions":[
{"type":"Initialized","status":"True","lastTransitionTime":"2026-11-21T08:09:35Z"},
{"type":"Ready","status":"True","lastTransitionTime":"2026-11-21T08:09:35Z"},
{"type":"ContainersReady","status":"True","lastTransitionTime":"2026-11-21T08:09:35Z"},
{"type":"PodScheduled","status":"True","lastTransitionTime":"2026-11-21T08:09:35Z"}],"hostIP":"10.0.0.3",
"podIP":"@ip@","podIPs":[{"ip":"@ip@"}],"startTime":"2026-11-21T08:09:35Z","qosClass":"Burstable",
"containerStatuses":[{"name":"user-container","state":{"running":{"startedAt":"2026-11-21T08:09:35Z"}},"lastState":{},
"ready":true,"restartCount":0,"image":"@image@","imageID":"@image@","started":true},{"name":"queue-proxy","state":{
"running":{"startedAt":"2026-11-21T08:09:35Z"}},"lastState":{},"ready":true,"restartCount":0,
"image":"gcr.io/knative-releases/knative.dev/serving/cmd/queue","imageID":"queue","started":true}],
"initContainerStatuses":[{"name":"istio-proxy","state":{"running":{"startedAt":"2026-11-21T08:09:35Z"}},
"lastState":{},"ready":true,"restartCount":0,"image":"docker.io/istio/proxyv2:1.30.3","imageID":"","started":true}]})";

} // namespace plimsoll::bench::text
