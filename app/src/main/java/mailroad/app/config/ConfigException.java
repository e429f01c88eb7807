package mailroad.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that cannot be used, with all that is wrong with it. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ConfigException(String file, List<Problem> problems) {
    super(
        problems.stream()
            .sorted()
            .map(problem -> file + ":" + (problem.line() == 0 ? " " : "") + problem)
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong, in the order of the file. */
  public List<Problem> problems() {
    return problems.stream().sorted().toList();
  }
}
