package mailroad.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import mailroad.kernel.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code mailroad status}: is the server up, and where does it listen? */
@Command(
    name = "status",
    description = "Says whether the server runs, where it listens, and how much waits.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Override
  public Integer call() throws Exception {
    return common.run(
        "status",
        Map.of(),
        answer -> {
          StringBuilder out = new StringBuilder();
          out.append(answer.path("hostname").asString(""))
              .append(
                  answer.path("running").asBoolean(false)
                      ? " runs since " + Shown.moment(answer, "since") + "\n"
                      : " does not run\n");
          answer
              .path("listening")
              .forEach(at -> out.append("  ").append(at.asString("")).append('\n'));
          out.append(
              "  %s in the queue\n"
                  .formatted(
                      Text.count(
                          Shown.number(answer, "waiting"), "message waits", "messages wait")));
          answer.path("ignored").forEach(one -> out.append(ignored(one)));
          return out.toString();
        });
  }

  /** Such as {@code ! DNSSEC is ignored for b.example: dns.resolver.dnssec.negative-trust-anchors}. */
  private static String ignored(JsonNode one) {
    String since = one.path("since").asString("");
    String domain = one.path("domain").asString("");
    return Text.visible(
            "  ! %s for %s: %s%s"
                .formatted(
                    one.path("what").asString(""),
                    domain.equals(".") ? "all domains" : domain,
                    one.path("because").asString(""),
                    since.isEmpty() ? "" : " (since %s)".formatted(since)))
        + "\n";
  }
}
