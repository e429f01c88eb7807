package mailroad.app;

import java.util.List;
import mailroad.app.admin.AdminException;
import mailroad.kernel.Text;
import mailroad.smtp.server.Conduct;

/** How a client behaved, in the words by which evidence calls it; a word said twice counts twice. */
final class ConductWords {
  private ConductWords() {}

  /** Reads words such as {@code early-talk}. */
  static Conduct read(List<String> words) throws AdminException {
    Conduct conduct = Conduct.FAULTLESS;
    for (String word : words) {
      conduct =
          switch (word) {
            case "early-talk" -> conduct.withEarlyTalk();
            case "early-pipelining" -> conduct.withEarlyCommand();
            case "bare-newline" -> conduct.withBareNewline();
            case "foreign-command" -> conduct.withForeignCommand();
            case "bad-command" -> conduct.withBadCommand();
            default ->
                throw new AdminException(
                    "--conduct is early-talk, early-pipelining, bare-newline, foreign-command or"
                        + " bad-command, not "
                        + Text.visible(word));
          };
    }
    return conduct;
  }
}
