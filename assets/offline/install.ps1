# Installs psw-tui from this folder on Windows, with no internet:
#   powershell -ExecutionPolicy Bypass -File install.ps1 [FOLDER] [--key FILE] [--older]
# It only finds a Python and looks at the files it starts; install.py does the rest. Written unseen: never run yet.
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
if (-not $env:PSW_TUI_LANGUAGE) { $env:PSW_TUI_LANGUAGE = (Get-UICulture).TwoLetterISOLanguageName }
$french = $env:PSW_TUI_LANGUAGE -like 'fr*'

function Stop-With([string]$english, [string]$spoken) {
  if ($french) { [Console]::Error.WriteLine($spoken) } else { [Console]::Error.WriteLine($english) }
  exit 1
}

# The files that are about to run must be as the list says; install.py then looks at all of them.
$sums = @(Get-Content -LiteralPath (Join-Path $here 'SHA256SUMS') -ErrorAction SilentlyContinue)
foreach ($name in 'install.ps1', 'install.py', 'check.py', 'ed25519.py', 'said.py') {
  $path = Join-Path $here $name
  $sum = if (Test-Path -LiteralPath $path) { (Get-FileHash -Algorithm SHA256 -LiteralPath $path).Hash.ToLower() } else { '' }
  if (-not ($sums -ccontains "$sum  $name")) {
    Stop-With "The file $name is missing, or is not what it should be. The stick is damaged, or somebody changed it. Do not use it, and ask your agency for another. Nothing was changed." `
      "Le fichier $name manque, ou n'est pas ce qu'il doit etre. La cle USB est abimee, ou quelqu'un l'a changee. Ne l'utilisez pas, et demandez-en une autre a votre organisme. Rien n'a ete change."
  }
}

$usable = $null
foreach ($python in @('py', '-3'), @('py', '-3.14'), @('py', '-3.13'), @('py', '-3.12'), @('py', '-3.11'), @('python')) {
  $program = $python[0]
  $version = @($python | Select-Object -Skip 1)
  if (-not (Get-Command $program -ErrorAction SilentlyContinue)) { continue }
  $ErrorActionPreference = 'Continue' # Windows PowerShell takes a word on stderr for a failure of its own
  & $program @version -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>$null
  $right = $LASTEXITCODE -eq 0
  if ($right) {
    if (-not $usable) { $usable = $python }
    & $program @version -I -B (Join-Path $here 'install.py') --fits 2>$null
    if ($LASTEXITCODE -eq 0) { $usable = $python; $ErrorActionPreference = 'Stop'; break }
  }
  $ErrorActionPreference = 'Stop'
}
if (-not $usable) {
  Stop-With 'This needs Python 3.11, 3.12, 3.13 or 3.14 (64 bit), and none was found. Use the psw-tui folder on the stick instead: it needs no Python. Nothing was changed.' `
    "Il faut Python 3.11, 3.12, 3.13 ou 3.14 (64 bits), et il n'y en a pas. Prenez plutot le dossier psw-tui de la cle USB : il n'a pas besoin de Python. Rien n'a ete change."
}
$ErrorActionPreference = 'Continue'
$program = $usable[0]
$version = @($usable | Select-Object -Skip 1)
& $program @version -I -B (Join-Path $here 'install.py') @args
exit $LASTEXITCODE
