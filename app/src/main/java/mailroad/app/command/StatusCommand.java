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
          out.append(Shown.text(answer, "hostname"))
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
    String since = Shown.text(one, "since");
    String domain = Shown.text(one, "domain");
    return Text.visible(
            "  ! %s for %s: %s%s"
                .formatted(
                    Shown.text(one, "what"),
                    domain.equals(".") ? "all domains" : domain,
                    Shown.text(one, "because"),
                    since.isEmpty() ? "" : " (since %s)".formatted(since)))
        + "\n";
  }
}
