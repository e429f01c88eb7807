package mailroad.guard.door;

import java.util.Optional;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.smtp.server.Client;

/** How whoever sends a message behaved, and what it calls itself. */
final class MannersFilter implements Filter {
  private final Assessor assessor;

  MannersFilter(Assessor assessor) {
    this.assessor = assessor;
  }

  @Override
  public String name() {
    return "manners";
  }

  @Override
  public Opinion look(Suspect suspect) throws InterruptedException {
    Optional<Client> client = suspect.arriving().client();
    return client.isPresent() ? Opinion.of(assessor.manners(client.get())) : Opinion.NONE;
  }
}
