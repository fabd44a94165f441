"""What the project promises about itself: locks, licence, packaging, and what it never names."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import allocator

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def git(*arguments: str) -> str:
    """Return what git prints on this project, also when another user owns the folder."""
    call = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), *arguments]
    return subprocess.run(call, check=True, capture_output=True, text=True).stdout


def tracked() -> list[Path]:
    """Return the files that belong to the project: committed, or about to be."""
    if not (ROOT / ".git").exists():
        pytest.skip("only a git clone tells which files are the project's")
    names = git("ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Return of each package in a lock its version and its number of hashes."""
    found: dict[str, tuple[str, int]] = {}
    name = ""
    for line in (ROOT / lock).read_text("utf-8").splitlines():
        if pin := PINNED.match(line):
            name = pin["name"]
            found[name] = (pin["version"], 0)
        elif HASH.match(line):
            version, hashes = found[name]
            found[name] = (version, hashes + 1)
        else:
            assert line.startswith("    #"), f"{lock}: not a pin, a hash or a comment: {line}"
    return found


def requirements(lock: str) -> list[Requirement]:
    """Return all that pyproject.toml asks of a lock."""
    groups = PROJECT["dependency-groups"]
    asked = PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]
    asked += groups["setup"] + (groups["dev"] if "dev" in lock else [])
    return [Requirement(one) for one in asked]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_every_dependency_in_a_version_that_pyproject_allows(lock):
    found = pins(lock)
    assert len(requirements(lock)) > 10
    for asked in requirements(lock):
        version, _ = found[canonicalize_name(asked.name)]
        assert asked.specifier.contains(version), f"{asked} but {lock} has {version}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_in_a_lock_has_a_hash(lock):
    assert [name for name, (_, hashes) in pins(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"http|file:|--index|--find-links| @ ", text)


def test_tests_run_on_the_versions_that_users_get():
    assert pins(LOCKS[0]).items() <= pins(LOCKS[1]).items()


def test_the_version_is_one():
    version = PROJECT["project"]["version"]
    assert allocator.__version__ == version == metadata.version("plaatswijs")
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# Dots and slashes are spelled so that this file does not hold what it looks for.
NEVER = re.compile(
    r"pypi[.]org|python[h]osted|registry[.]npmjs|deb[.]debian[.]org"
    r"|/(?:root|farm)/|/work/(?:main|steering|shared)|/home/\w|/Users/\w|[A-Z]:\\Users"
)


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if NEVER.search(line)
    ]
    assert found == []


def test_what_belongs_to_one_machine_is_not_tracked():
    names = {str(path.relative_to(ROOT)) for path in tracked()}
    assert {"setup.sh", ".ci/run", "LICENSE", *LOCKS} <= names
    unwanted = re.compile(r"(^|/)(\.venv|__pycache__|uv\.lock|\.coverage.*)(/|$)|\.pyc$")
    assert [name for name in names if unwanted.search(name)] == []


def test_the_licence_is_the_whole_eupl():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert re.findall(r"^(\d+)\.", text, re.MULTILINE) == [str(n) for n in range(1, 16)]
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")
    assert PROJECT["project"]["license"] == "EUPL-1.2"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    """Return the files of the wheel, built with nothing fetched."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=180)
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_the_wheel_holds_the_command_line_and_every_data_file(wheel):
    ours = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.relative_to(ROOT).parts[0] in ("allocator", "models", "cli.py")
    }
    assert any(name.endswith(".po") for name in ours)
    assert ours <= set(wheel)


def test_the_wheel_holds_nothing_else(wheel):
    tops = {name.split("/")[0] for name in wheel}
    assert tops == {
        "allocator",
        "models",
        "cli.py",
        f"plaatswijs-{allocator.__version__}.dist-info",
    }


def test_importing_loads_no_solver_and_no_table_reader():
    code = (
        "import sys, allocator, models, cli;"
        "print(*sorted({'highspy', 'ortools', 'pulp', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, check=True, capture_output=True, text=True, timeout=180)
    assert done.stdout.strip() == ""


def test_setup_explains_an_option_that_it_does_not_have():
    call = ["sh", str(ROOT / "setup.sh"), "--devv"]
    done = subprocess.run(call, check=False, capture_output=True, text=True, timeout=180)
    assert (done.returncode, done.stderr) == (2, "usage: sh setup.sh [--dev]\n")


@pytest.mark.parametrize(("shell", "script"), [("sh", "setup.sh"), ("bash", ".ci/run")])
def test_scripts_have_no_syntax_error(shell, script):
    subprocess.run([shell, "-n", str(ROOT / script)], check=True, timeout=180)
