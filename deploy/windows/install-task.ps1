# Starts the program with Windows, before anybody signs in, and again when it ends; needs nothing but Windows itself.
# As administrator, from the program's folder:
#     powershell -ExecutionPolicy Bypass -File deploy\windows\install-task.ps1 -Hosts stars.example.cn
# Not tried: there was no Windows machine. A service in the list of services: starrating.xml beside this file.
param(
    [Parameter(Mandatory = $true)][string]$Hosts,
    [string]$Bind = "0.0.0.0:8000",
    [string]$Data = "C:\starrating-data",
    [switch]$InsecureLan
)
$ErrorActionPreference = "Stop"
$root = (Resolve-Path (Join-Path $PSScriptRoot "..\..")).Path
$python = Join-Path $root ".venv\Scripts\python.exe"
if (-not (Test-Path $python)) { throw "There is no $python. Run install.py first." }

# The data are for the account that runs the program, and for administrators.
New-Item -ItemType Directory -Force $Data | Out-Null
icacls $Data /inheritance:r /grant "*S-1-5-19:(OI)(CI)M" "*S-1-5-32-544:(OI)(CI)F" | Out-Null
# What the program derives from itself (catalogues, a font) is made now, while it may be written.
$env:VAR_DIR = $Data
Push-Location $root
& $python manage.py prepare
Pop-Location

$settings = @{ VAR_DIR = $Data; ALLOWED_HOSTS = $Hosts; PYTHONDONTWRITEBYTECODE = "1" }
if ($InsecureLan) { $settings["INSECURE_LAN"] = "1" }
$set = ($settings.GetEnumerator() | ForEach-Object { "set `"$($_.Key)=$($_.Value)`"" }) -join " && "
$command = "/d /c `"$set && `"$python`" manage.py run --no-demo --bind $Bind`""
$action = New-ScheduledTaskAction -Execute "$env:SystemRoot\System32\cmd.exe" -Argument $command -WorkingDirectory $root
$trigger = New-ScheduledTaskTrigger -AtStartup
# S-1-5-19 is LocalService: an account with few rights, without a password.
$principal = New-ScheduledTaskPrincipal -UserId "NT AUTHORITY\LocalService" -LogonType ServiceAccount
$rules = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
    -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -TaskName "starrating" -Action $action -Trigger $trigger -Principal $principal -Settings $rules -Force | Out-Null
Start-ScheduledTask -TaskName "starrating"
Write-Output "The program starts with Windows from now on. Ask it how it is: .venv\Scripts\python manage.py doctor"
