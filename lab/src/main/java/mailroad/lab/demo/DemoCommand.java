package mailroad.lab.demo;

import java.util.concurrent.Callable;
import mailroad.app.LogConfig;
import mailroad.app.command.Logging;
import mailroad.kernel.RealWorld;
import mailroad.lab.topology.Topology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailroad demo}. */
@Command(
    name = "demo",
    description = {
      "Sends a letter through a whole small internet in this process, and prints each step.",
      "DNS root, top-level domain, two mail domains with resolvers, and a complete Mailroad for each."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "WORLD",
      description =
          "two-domains (the default), or service-provider: relays between, and a server down",
      converter = ByName.class)
  private Topology.Kind kind = Topology.Kind.TWO_DOMAINS;

  @Option(
      names = "--keep",
      description = "leave the world running, and print how to look around in it")
  private boolean keep;

  @Spec private @Nullable CommandSpec spec;

  /** Reads the name of a world. */
  static final class ByName implements picocli.CommandLine.ITypeConverter<Topology.Kind> {
    @Override
    public Topology.Kind convert(String name) {
      for (Topology.Kind kind : Topology.Kind.values()) {
        if (kind.toString().equals(name)) {
          return kind;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "there is no world '" + name + "': say two-domains or service-provider");
    }
  }

  @Override
  public Integer call() throws Exception {
    Logging.set(LogConfig.QUIET);
    RealWorld world =
        new RealWorld((name, problem) -> System.err.println("task " + name + ": " + problem));
    if (spec != null) {
      new Demo(world, spec.commandLine().getOut(), kind).run(keep);
    }
    return 0;
  }
}
