package mailroad.lab.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** The World of one machine in one of its lives. */
final class SimulatedWorld implements World {
  private final Scheduler scheduler;
  private final Life life;
  private final RandomGenerator random;
  private final Network network;
  private final WaitList sleepers = new WaitList();

  SimulatedWorld(Scheduler scheduler, Life life, RandomGenerator random, Network network) {
    this.scheduler = scheduler;
    this.life = life;
    this.random = random;
    this.network = network;
  }

  @Override
  public Instant now() {
    scheduler.touch();
    return scheduler.now();
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    SimulatedTask me = scheduler.enter();
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled");
    }
    long deadline = scheduler.deadline(time);
    if (deadline <= scheduler.elapsed()) {
      scheduler.giveWay(me);
    } else if (scheduler.park(me, sleepers, deadline, "a rest of", time) == Woken.CANCELLED) {
      throw new InterruptedException("cancelled");
    }
  }

  @Override
  public RandomGenerator random() {
    scheduler.touch();
    return random;
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Task start(String name, Task.Body body) {
    scheduler.touch();
    if (!life.alive()) {
      throw new IllegalStateException(life.machine + " has crashed: start it anew");
    }
    return scheduler.start(life, name, body);
  }

  @Override
  public Bell bell() {
    return new SimulatedBell(scheduler);
  }
}
