package dev.ecrcache;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Answers requests to AWS as a test lays down, and keeps who asked what. */
public final class FakeAws implements AutoCloseable {
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");

  /** What the ARNs of roles in the account of the recorder begin with. */
  public static final String ROLE = "arn:aws:iam::111111111111:role/";

  private record Answer(int status, String error, String body) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final List<String> actions = Collections.synchronizedList(new ArrayList<>());
  private final List<String> forms = Collections.synchronizedList(new ArrayList<>());
  private final LoopbackServer server = new LoopbackServer(this::answer);

  /** Where it listens. */
  public URI endpoint() {
    return server.url();
  }

  /**
   * A request's path and query, or its action where the path does not tell; and the answer. An
   * action may be followed by a space and a text that the request holds. Before it may stand {@link
   * #only} for those that one account asks.
   */
  public FakeAws with(String request, String body) {
    answers.put(request, new Answer(200, "", body));
    return this;
  }

  /**
   * What stands before requests that are signed with an access key, of which others know nothing.
   */
  public static String only(String key) {
    return key + "@";
  }

  /** A request's path and query that are refused. */
  public FakeAws refusing(String request, int status, String error, String message) {
    answers.put(request, new Answer(status, error, "{\"message\":\"%s\"}".formatted(message)));
    return this;
  }

  /** An EKS cluster with the role of its Auto Mode, null for none, and of its node groups. */
  public FakeAws withCluster(String cluster, String autoMode, Map<String, String> nodeGroups) {
    var path = "/clusters/" + cluster;
    with(
        path,
        autoMode == null
            ? "{\"cluster\":{\"name\":\"%s\"}}".formatted(cluster)
            : "{\"cluster\":{\"computeConfig\":{\"enabled\":true,\"nodeRoleArn\":\"%s\"}}}"
                .formatted(autoMode));
    with(path + "/node-groups", names("nodegroups", nodeGroups));
    nodeGroups.forEach(
        (name, role) ->
            with(
                path + "/node-groups/" + name,
                "{\"nodegroup\":{\"nodeRole\":\"%s\"}}".formatted(role)));
    return withFargate(cluster, Map.of());
  }

  /** The roles of the cluster's Fargate profiles. */
  public FakeAws withFargate(String cluster, Map<String, String> profiles) {
    var path = "/clusters/" + cluster + "/fargate-profiles";
    with(path, names("fargateProfileNames", profiles));
    profiles.forEach(
        (name, role) ->
            with(
                path + "/" + name,
                "{\"fargateProfile\":{\"podExecutionRoleArn\":\"%s\"}}".formatted(role)));
    return this;
  }

  private static String names(String key, Map<String, String> named) {
    return "{\"%s\":[%s]}"
        .formatted(key, named.isEmpty() ? "" : '"' + String.join("\",\"", named.keySet()) + '"');
  }

  /** The access keys that requests were signed with, in order, each once. */
  public List<String> keys() {
    return keys.stream().distinct().toList();
  }

  /** The actions that were asked for, in order. */
  public List<String> actions() {
    return actions.stream().map(it -> it.substring(it.indexOf('.') + 1)).toList();
  }

  /** The bodies of the requests that had one. */
  public List<String> forms() {
    return forms;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!form.isEmpty()) {
      forms.add(form);
    }
    var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    var signed = exchange.getRequestHeaders().getFirst("Authorization");
    var key = KEY.matcher(signed == null ? "" : signed);
    var signer = key.find() ? key.group(1) : "anonymous";
    keys.add(signer);
    var action = ACTION.matcher(form);
    var query = target == null && action.find();
    actions.add(query ? action.group(1) : String.valueOf(target));
    var path = exchange.getRequestURI().toString();
    var request =
        query ? action.group(1) : target == null ? path : target.substring(target.indexOf('.') + 1);
    var answer =
        answer(
            signer, request, query ? URLDecoder.decode(form, StandardCharsets.UTF_8) : form, path);
    var text =
        query && answer.status() != 200
            // One for the protocol of IAM and STS, one for that of EC2.
            ? "<ErrorResponse>%s<Errors>%s</Errors></ErrorResponse>"
                .formatted(error(answer), error(answer))
            : answer.body();
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("x-amzn-errortype", answer.error());
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String error(Answer answer) {
    return "<Error><Code>%s</Code><Message>%s</Message></Error>"
        .formatted(answer.error(), answer.body().replaceAll(".*:\"|\"}", ""));
  }

  private Answer answer(String signer, String request, String form, String path) {
    return Stream.of(only(signer) + request, only(signer) + path, request, path)
        .flatMap(it -> Stream.concat(containing(it, form), Stream.ofNullable(answers.get(it))))
        .findFirst()
        .orElseGet(
            () -> new Answer(404, "ResourceNotFoundException", "{\"message\":\"not found\"}"));
  }

  private Stream<Answer> containing(String request, String form) {
    return answers.entrySet().stream()
        .filter(it -> it.getKey().startsWith(request + " "))
        .filter(it -> form.contains(it.getKey().substring(request.length() + 1)))
        .map(Map.Entry::getValue);
  }

  @Override
  public void close() {
    server.close();
  }
}
